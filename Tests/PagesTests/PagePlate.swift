import Assay
import Foundation
import Pages
import Quantification
import Reporting

/// A plate for pages: smooth curves, melts with one peak, and whatever names a test gives.
struct PagePlate {
    var reactions: [Reaction] = []
    var columns = 12
    var cycles = 45

    static let target = "BCMA-CAR-T"

    /// `cq` 0: a flat curve. Nil: no curve at all.
    mutating func well(
        _ name: String, _ type: SampleType = .unknown, cq: Double?, target: String? = PagePlate.target,
        dye: String? = "SYBR Green I", quantity: Double? = nil,
        tm: Double? = 82, instrumentCq: Double? = nil, at position: WellPosition? = nil
    ) {
        guard let position = position ?? WellPosition(row: reactions.count / columns, column: reactions.count % columns)
        else { return }
        reactions.append(
            Reaction(
                position: position, sampleName: name, sampleID: name, sampleType: type, target: target, dye: dye,
                standardQuantity: quantity,
                amplification: cq.map { curve($0, salt: reactions.count) }, melt: tm.map { melt($0) },
                instrumentCq: instrumentCq,
                instrumentCall: instrumentCq == nil ? nil : .positive, flags: cq == nil && tm != nil ? [.meltOnly] : [])
        )
    }

    mutating func standards(target: String? = PagePlate.target, tm: Double? = 82) {
        for exponent in stride(from: 7.0, through: 1, by: -1) {
            for _ in 0..<2 {
                well(
                    "Standard \(Int(exponent))", .standard, cq: 38 - 3.35 * exponent, target: target,
                    quantity: pow(10, exponent), tm: tm)
            }
        }
    }

    static func small() -> Self {
        var plate = Self()
        plate.standards()
        plate.well("NTC", .ntc, cq: 0)
        plate.well("PC", .positive, cq: 22)
        for _ in 0..<3 { plate.well("P01 D14", cq: 24.5, instrumentCq: 24.4) }
        return plate
    }

    private func curve(_ cq: Double, salt: Int) -> AmplificationCurve {
        AmplificationCurve(
            fluorescence: (1...cycles).map { cycle in
                // A ripple that no seed draws: the same for every run of the test.
                let ripple = 0.001 * sin(Double(cycle * 7 + salt * 13))
                let rise = cq > 0 ? 2 / (1 + exp(-0.69 * (Double(cycle) - cq - 2.5))) : 0
                return 0.25 + ripple + rise
            })
    }

    private func melt(_ tm: Double) -> MeltCurve {
        let temperature = (0..<150).map { 65 + Double($0) * 0.2 }
        return MeltCurve(
            temperature: temperature,
            fluorescence: temperature.map { 2 / (1 + exp(($0 - tm) / 0.6)) + 0.1 - ($0 - 65) * 0.002 })
    }

    var run: Run {
        Run(
            format: .lc96, identity: RunIdentity(id: "run-1", serial: "12345", started: "2026-05-14T10:00:00"),
            instrument: "LC96", software: "1.1", saved: nil,
            cycles: cycles, reactions: reactions, findings: [])
    }

    func documents() -> (run: RunDocument, curves: [CurvesDocument]) { documents(file: "plate.lc96p") }

    func documents(file: String) -> (run: RunDocument, curves: [CurvesDocument]) {
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
        return (
            RunDocument(file: file, sha256: String(repeating: "ab", count: 32), analysis: analysis),
            plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init)
        )
    }

    func page(file: String = "plate.lc96p") -> String {
        let (document, curves) = documents(file: file)
        return runPage(
            document, curves: curves, rules: qualityRuleDescriptions, thresholdShare: thresholdShare,
            programVersion: "1.0")
    }
}

/// What a page says as text: without tags, style and script, entities read.
func text(of page: String) -> String {
    page.replacing(/<style>(?s:.*?)<\/style>|<script>(?s:.*?)<\/script>/, with: "").replacing(/<[^>]*>/, with: " ")
        .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"").replacing(
            "&#39;", with: "'"
        ).replacing("&amp;", with: "&")
}

/// Exact values that a page carries beside their rounded ones.
func exactValues(in page: String) -> Set<String> {
    Set(page.matches(of: /<data value="([^"]*)">/).map { String($0.1) })
}

/// As a page writes it for programs.
func exactly(_ value: Double) -> String { String(format: "%.7g", value) }
