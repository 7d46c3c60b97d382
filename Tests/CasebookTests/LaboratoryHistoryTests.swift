import Laboratory
import Alerts
import Assay
import CasebookFixtures
import Foundation
import Rules
import TestSupport
import Testing

@testable import Casebook
@testable import Journal

@Suite struct LaboratoryHistoryTests {
    /// A run of P01 on a day, with the height of its curve and the value of its control.
    private func plate(
        _ day: Int, intercept: Double = 38, control: Double? = nil, reference: Double? = nil, copies: Double = 3e4,
        saved: String = "2026-04-01T10:00:00",
        quality: QualityFinding.Status = .pass
    ) throws -> RunAnalysis {
        var plate = run(id: "run-\(day)", saved: saved, [("P01", day, copies)], quality: quality)
        plate.targets = [
            TargetAnalysis(
                name: "BCMA-CAR-T", role: .target,
                curve: StandardCurve(
                    slope: -3.3, intercept: intercept, efficiency: 2, r2: 1, n: 24, lloq: 10, uloq: 1e7, levels: [])),
            TargetAnalysis(name: "ACTB", role: .reference, curve: nil),
        ]
        func add(_ name: String, _ type: SampleType, _ target: String, copies: Double?, cq: Double) throws {
            var sample = plate.samples[0]
            (sample.name, sample.target, sample.cqMean) = (name, target, cq)
            sample.quantity = Quantity(copies.map { .quantified(Estimate($0)) }, limits: 10...1e7, unit: sample.unit)
            if type != .unknown { sample.label = nil }
            plate.samples.append(sample)
            plate.wells.append(
                WellAnalysis(
                    position: try #require(WellPosition(row: 0, column: plate.wells.count)), sample: name, type: type,
                    target: target, dye: nil, excluded: false,
                    result: CqResult(call: .positive, cq: cq), instrumentCq: nil, instrumentCall: nil))
        }
        if let control { try add("PC", .positive, "BCMA-CAR-T", copies: control, cq: 25) }
        if let reference { try add(plate.samples[0].name, .unknown, "ACTB", copies: nil, cq: reference) }
        return plate
    }

    private func state(_ casebook: Casebook) throws -> [String] {
        let values = try casebook.measurements(of: "P01").map {
            "D\($0.day ?? -1) \($0.copies ?? -1) \($0.withheld ?? "valid")"
        }
        let alerts = try casebook.alerts(all: true).filter { $0.state != .corrected }.map {
            "\($0.finding.rule) \($0.finding.subject) \($0.finding.severity.rawValue)"
        }
        return (values + alerts).sorted()
    }

    private func taken(_ plates: [RunAnalysis], context: JudgementContext = context()) throws -> [String] {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        for plate in plates {
            try casebook.take(
                plate, file(plate.identity.id.text, content: plate.identity.id.text + (plate.saved ?? "")),
                context: context)
        }
        #expect(try casebook.journal.verify().isIntact)
        return try state(casebook)
    }

    @Test func `a curve that lies tenfold off fails its run once five runs are known, and the laboratory is told`()
        throws
    {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        for day in 1...5 { try casebook.take(try plate(day), file(content: "\(day)")) }
        let outcome = try casebook.take(try plate(6, intercept: 41.3, copies: 50), file(content: "6"))
        #expect(outcome.committed?.runQuality == .fail)
        #expect(outcome.committed?.withheld == 1)
        #expect(try casebook.alerts(all: false).map(\.finding.subject) == ["quality of run run-6"])
        #expect(try casebook.measurements(of: "P01").last?.withheld == "The run failed its quality control.")
        #expect(try casebook.laboratoryHistory().map(\.run) == (1...6).map { "run-\($0)" })
    }

    @Test(arguments: UInt64(1)...4)
    func `in whatever order runs arrive, the same values are in force and the same alerts stand`(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        var settings = context()
        settings.laboratory.controls.assigned = [.init(control: "PC", copies: 1e4, sdLog10: 0.1)]
        settings.laboratory.referenceSamples = 3
        var plates = try (0..<9).map { index in
            try plate(
                3 + 7 * index, intercept: index == 4 || index == 7 ? 41 : 38,
                control: [1e4, 1.65e4, 1.65e4, 0.9e4].randomElement(using: &numbers),
                reference: index == 6 ? 24 : 20, quality: index == 2 ? .fail : .pass)
        }
        // Saved again: the failing plate mended, a good one spoiled.
        plates.append(try plate(17, control: 1e4, saved: "2026-05-01T10:00:00"))
        plates.append(try plate(10, intercept: 41, saved: "2026-05-01T10:00:00"))
        let expected = try taken(plates, context: settings)
        #expect(expected.contains { $0.hasPrefix("R10 quality") })
        for _ in 0..<3 {
            let order = plates.shuffled(using: &numbers)
            let other = try taken(order, context: settings)
            #expect(Set(other).symmetricDifference(expected) == [])
        }
    }

    @Test func `an earlier run that comes late changes the verdict on later ones by records that name the old results`()
        throws
    {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        for day in [2, 3, 4, 5] { try casebook.take(try plate(day), file(content: "\(day)")) }
        try casebook.take(try plate(20, intercept: 41.3, copies: 50), file(content: "20"))
        #expect(try casebook.measurements(of: "P01").last?.withheld == nil)
        func laboratory() throws -> [String] {
            try casebook.alerts(all: false).filter { $0.finding.severity == .laboratory }.map(\.finding.subject)
        }
        #expect(try laboratory() == ["curve drift of run run-20"])
        try casebook.take(try plate(1), file(content: "1"))
        #expect(try casebook.measurements(of: "P01").first { $0.day == 20 }?.withheld != nil)
        #expect(try laboratory() == ["quality of run run-20"])
        #expect(try casebook.journal.tail(100).contains { $0.kind == "result" && $0.body.contains("\"amends\":") })
    }

    @Test func `no run for long is asked about once, and a run that comes ends the question`() throws {
        let scratch = try Scratch()
        let casebook = try scratch.casebook()
        var later = context()
        later.today = try #require(CalendarDate(iso: "2026-02-20"))
        try casebook.take(try plate(10), file(content: "10"), context: later)
        for _ in 0..<2 { try casebook.sweepAll(later, at: noon) }
        let asked = try casebook.alerts(all: false).filter { $0.finding.subject == "no run since 2026-01-11" }
        #expect(asked.count == 1)
        try casebook.take(try plate(45), file(content: "45"), context: later)
        #expect(try casebook.alert(try #require(asked.first).id)?.state == .cleared)
        let due = try #require(try casebook.nextSweep(after: Date(timeIntervalSince1970: 0), context: later))
        #expect(due <= Date(timeIntervalSince1970: 1_774_500_000))
    }
}
