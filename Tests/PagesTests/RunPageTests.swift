import Assay
import Foundation
@testable import Pages
import Quantification
import Reporting
import Snapshots
import RunFormats
import Testing
import TestSupport

@Suite("A run's page")
struct RunPageTests {
    @Test("is one file that asks nobody for anything and allows its own style and script alone")
    func alone() throws {
        let page = PagePlate.small().page()
        #expect(
            page.contains("default-src &#39;none&#39;; style-src &#39;sha256-")
                && page.contains("script-src &#39;sha256-"))
        #expect(
            !page.contains(" src=") && !page.contains("url(") && !page.contains("@import") && !page.contains("http:")
                && !page.contains("https:"))
        #expect(!page.contains(" style=") && !page.contains(" onclick="))
        #expect(page.contains("<meta charset=\"utf-8\"/>") && page.hasPrefix("<!doctype html>"))
    }

    @Test("shows every figure and table of a plate")
    func whole() {
        let page = PagePlate.small().page()
        let says = text(of: page)
        for title in [
            "Quality control", "Samples", "Plate", "Curves", "Controls", "The instrument's own analysis", "Wells",
            "Measured values",
        ] {
            #expect(page.contains("<h2>\(title.replacing("'", with: "&#39;"))</h2>"), "\(title)")
        }
        #expect(page.components(separatedBy: "role=\"img\"").count - 1 == 5)
        #expect(says.contains("about 15 % of its own plateau"))
        #expect(says.contains("2026-05-14 10:00:00"))
    }

    @Test("tells what persons decided, the newest first, and what of it is not in force")
    func decisions() throws {
        var (run, _) = PagePlate.small().documents()
        run.decisions = [
            RunDecision(
                record: 7, time: "2026-05-14T10:00:00Z", act: .accepted, by: "Ann <b>", user: "ann",
                note: "seen & kept",
                holds: false),
            RunDecision(
                record: 9, time: "2026-05-15T10:00:00Z", act: .corrected, by: "Bob", user: "bob", note: "clock",
                started: "2026-05-13T09:30:00", holds: true),
        ].map(RunDecisionDocument.init)
        let page = runPage(run, curves: [], rules: [], thresholdShare: 0.15, programVersion: "1.0")
        let says = text(of: page).replacing(/\s+/, with: " ")
        #expect(says.contains("began 2026-05-13 09:30 Bob 2026-05-15 10:00 UTC clock 9"))
        #expect(says.contains("the run accepted not in force Ann <b> 2026-05-14 10:00 UTC seen & kept 7"))
        #expect(!page.contains("Ann <b>"))
        let (newer, older) = (says.range(of: "began 2026-05-13"), says.range(of: "the run accepted"))
        #expect(try #require(newer).lowerBound < #require(older).lowerBound)
    }

    @Test("holds each value of the documents")
    func values() throws {
        let plate = PagePlate.small()
        let page = plate.page()
        let (run, _) = plate.documents()
        let exact = exactValues(in: page)
        let says = text(of: page)
        func isThere(_ value: Double?) -> Bool {
            value.map { exact.contains(exactly($0)) || says.contains("\($0)") || says.contains("\(Int($0)) ") } ?? true
        }
        for well in run.wells {
            for value in [
                well.cq, well.cqSE, well.instrumentCq, well.quantity, well.quantityLow, well.quantityHigh,
                well.efficiency,
            ] + well.tm.map(Optional.init) {
                #expect(isThere(value), "\(well.well): \(value ?? 0)")
            }
        }
        for sample in run.samples {
            #expect(
                [sample.quantity.copies, sample.quantity.low, sample.quantity.high, sample.cqMean].allSatisfy(isThere))
        }
        let curve = try #require(run.targets.first?.curve)
        #expect([curve.slope, curve.intercept, curve.efficiency, curve.r2].allSatisfy(isThere))
        for finding in run.qc { #expect(says.contains(finding.rule.text) && says.contains(finding.detail)) }
    }

    @Test("says beside a rule that did not pass what to do")
    func advice() throws {
        var plate = PagePlate()
        plate.standards()
        let says = text(of: plate.page())
        let advice = try #require(qualityRuleDescriptions.first { $0.id == "ntc" }).advice
        #expect(says.contains("ntc.present") && says.contains(advice))
    }

    @Test("shows names from the file as text")
    func names() {
        var plate = PagePlate.small()
        let hostile = "</script><svg onload=alert(1)>"
        plate.well(hostile, cq: 25)
        plate.well("\u{202E}rtl\u{202C} \"quoted'", cq: 25)
        plate.well(String(repeating: "n", count: 10_000), cq: 25)
        let page = plate.page(file: "<b>&.lc96p")
        #expect(!page.contains("<svg onload") && !page.contains("<b>&.") && !page.contains("\u{202E}"))
        #expect(text(of: page).contains(hostile))
        #expect(page.contains(String(repeating: "n", count: 10_000)))
        #expect(
            page.components(separatedBy: "<script>").count == 2 && page.components(separatedBy: "</script>").count == 2)
    }

    @Test("marks the Cq on the curve at the height that it says")
    func threshold() throws {
        let (run, curves) = PagePlate.small().documents()
        let well = try #require(run.wells.first { $0.sample == "P01 D14" })
        let drawn = try #require(curves.first { $0.well == well.well })
        let cq = try #require(well.cq)
        let before = Int(cq) - 1
        let (low, high) = (
            try #require(drawn.baselineCorrected[before]), try #require(drawn.baselineCorrected[before + 1])
        )
        let height = low + (high - low) * (cq - Double(Int(cq)))
        #expect(abs(height / 2 - thresholdShare) < 0.03)
        #expect(abs(try #require(drawn.baselineCorrected[8])) < 0.01)
    }

    @Test("marks no Cq on the curve that lies beyond all cycles", arguments: [1e300, -1e300, 1e9, .nan, .infinity])
    func foreignCq(cq: Double) throws {
        var plate = PagePlate()
        plate.well("P01 D14", cq: 24.5)
        var analysis = analyse(plate.run, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
        analysis.wells[0].result.cq = cq
        let document = RunDocument(file: "plate.lc96p", sha256: "", analysis: analysis)
        let page = runPage(
            document, curves: plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init),
            rules: qualityRuleDescriptions, thresholdShare: thresholdShare, programVersion: "1.0")
        #expect(text(of: page).contains("P01 D14"))
    }

    @Test("takes a plate of 384 wells, one of six targets, one without a curve, one of melts only")
    func odd() {
        var large = PagePlate(columns: 24)
        for index in 0..<384 {
            large.well("S\(index % 96)", index < 4 ? .ntc : .unknown, cq: index < 4 ? 0 : 20 + Double(index % 15))
        }
        #expect(large.page().contains("plate big") && text(of: large.page()).contains("P24"))
        var targets = PagePlate()
        for target in ["A", "B", "C", "D", "E", "F"] { for _ in 0..<4 { targets.well("S", cq: 22, target: target) } }
        #expect(text(of: targets.page()).contains("Curves of F, SYBR Green I"))
        var table = PagePlate()
        for _ in 0..<3 { table.well("P01 D14", cq: nil, tm: nil, instrumentCq: 24) }
        #expect(!table.page().contains("role=\"img\"") && text(of: table.page()).contains("P01 D14"))
        var melts = PagePlate()
        for _ in 0..<3 { melts.well("P01 D14", cq: nil) }
        #expect(melts.page().components(separatedBy: "role=\"img\"").count == 2)
        #expect(PagePlate().page().contains("The plate holds no sample."))
    }

    @Test("draws no point that is no number")
    func numbers() {
        var plate = PagePlate()
        plate.well("a", cq: 20)
        var holes = (1...45).map { 0.2 + Double($0) * 1e-3 }
        for cycle in stride(from: 7, through: 42, by: 7) { holes[cycle] = .nan }
        holes[13] = .infinity
        plate.reactions[0].amplification = AmplificationCurve(fluorescence: holes)
        let page = plate.page()
        #expect(!page.contains("nan") && !page.contains("inf\""))
    }

    @Test(
        "of a real plate holds the vendor's values beside ours and stays within 250 kB",
        .enabled(if: SharedData.present, "\(SharedData.absence)"))
    func real() throws {
        let run = try #require(try readRuns(SharedData.bytes("lc96/li_aqfl2_plate1.lc96p")).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
        let document = RunDocument(file: "li_aqfl2_plate1.lc96p", sha256: "", analysis: analysis)
        let page = runPage(
            document, curves: plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init),
            rules: qualityRuleDescriptions, thresholdShare: thresholdShare, programVersion: "1")
        let exact = exactValues(in: page)
        #expect(
            analysis.wells.allSatisfy { well in
                well.instrumentCq.map { exact.contains(exactly($0)) || page.contains(">\($0)<") } ?? true
            })
        #expect(page.utf8.count <= 250_000, "\(page.utf8.count)")
    }
}
