// Values that the suites of this room show.
import Alerts
import Assay
import Foundation
import Rules

enum Examples {
    static func well(
        _ label: String, cq: Double?, type: SampleType = .unknown, excluded: Bool = false, sample: String = "P01 D14"
    ) throws -> WellAnalysis {
        let position = WellPosition(label: label) ?? WellPosition(row: 0, column: 0)
        guard let position else { throw CocoaError(.coderInvalidValue) }
        return WellAnalysis(
            position: position, sample: sample, type: type, target: "BCMA-CAR-T", dye: "SYBR Green I",
            excluded: excluded,
            result: CqResult(call: cq == nil ? .negative : .positive, cq: cq, flags: [.lateCq]), instrumentCq: nil,
            instrumentCall: .negative,
            flags: [.belowLLOQ, .lateCq])
    }

    static func sample(_ name: String, copies: Double?, below: Bool = false, valid: Bool = true) -> SampleAnalysis {
        SampleAnalysis(
            name: name, label: SampleLabel(patient: "P01", sampling: .day(14)), target: "BCMA-CAR-T", n: 3,
            quantity: quantity(copies, below: below, withheld: valid ? [] : ["the replicates differ by 1.4 cycles"]),
            cqMean: 25.1, cqSD: nil,
            relative: nil, flags: below ? [.belowLLOQ] : [])
    }

    static func quantity(_ copies: Double?, below: Bool, withheld: [String]) -> Quantity {
        let value = copies.map { Quantity.Reading.quantified(Estimate($0, low: $0 * 0.9, high: $0 * 1.1)) }
        return Quantity(
            value ?? (below ? .belowLLOQ(10) : nil), limits: 10...1e7, unit: "copies/ul gDNA", withheld: withheld)
    }

    static func run() throws -> RunAnalysis {
        let curve = StandardCurve(
            slope: -3.4, intercept: 38, efficiency: 1.97, r2: .nan, n: 21, lloq: 10, uloq: 1e7,
            levels: [
                .init(quantity: 10, used: true, reason: nil),
                .init(
                    quantity: 1, used: false, reason: "Level 1 is left out: not separated from the no-template controls"
                ),
            ])
        return RunAnalysis(
            format: .lc96, identity: RunIdentity(id: "r-1", serial: "20417", started: "2026-05-14T15:28:10"),
            instrument: "LC96SN20417", software: nil,
            saved: nil, cycles: 45,
            targets: [
                TargetAnalysis(name: "BCMA-CAR-T", role: .target, curve: curve),
                TargetAnalysis(name: "X", role: nil, curve: nil),
            ],
            wells: [
                try well("A1", cq: 21.44), try well("A2", cq: nil), try well("B1", cq: 30, excluded: true),
                try well("H12", cq: nil, type: .unused, sample: ""),
            ],
            samples: [
                sample("P01 D14", copies: 2.5e5), sample("P01 D0", copies: nil, below: true),
                sample("P02 D14", copies: nil, valid: false),
            ],
            quality: [
                QualityFinding(rule: "manifest_digest", status: .pass, detail: "equal"),
                QualityFinding(rule: "ntc", status: .fail, detail: "NTC\u{1B}[31m amplifies at cycle 30"),
            ])
    }

    /// A run that was replayed: one call safe early, one never, one well without a curve.
    static func replayed(minutes: Double? = 41.26) throws -> RunAnalysis {
        var run = try run()
        run.wells[0].live = LiveCall(
            safeCycle: 26, minutesSaved: minutes, cq: 21.4, cqSE: 0.16, cqMoved: 0.05, withdrawn: 1,
            reason: minutes == nil ? "The file does not say when its cycles were read." : nil)
        run.wells[1].live = LiveCall(reason: "Only the last cycle tells that nothing amplifies.")
        return run
    }

    static func alert(day: Int? = 307, value: Double? = 84) -> Alert {
        Alert(
            id: AlertID(7), state: .open, raised: Date(timeIntervalSince1970: 1_780_000_000),
            finding: Finding(
                rule: "R5a", severity: .critical, patient: "P03", day: day, subject: "P03 D307 BCMA-CAR-T",
                value: value, low: 80, high: 88,
                unit: "copies/ul gDNA", threshold: 84, run: "r-1", text: "84 copies.", advice: "Repeat."))
    }

    static func measurement(day: Int, copies: Double?, withheld: String? = nil, target: String = "BCMA-CAR-T")
        -> Rules.Measurement
    {
        Rules.Measurement(
            result: Int64(day), run: Int64(day), runID: "r\(day)", saved: nil, sample: "P03 D\(day)", target: target,
            day: day,
            quantity: quantity(copies, below: copies == nil, withheld: [withheld].compactMap(\.self)))
    }
}
