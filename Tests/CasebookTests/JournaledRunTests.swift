import Assay
import CasebookFixtures
import Foundation
import Journal
import Rules
import Testing

@testable import Casebook

@Suite struct JournaledRunTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    private func measured() throws -> RunAnalysis {
        var taken = run([("P01", 14, 2e5), ("P02", 14, 500)])
        let position = try #require(WellPosition(label: "B3"))
        var well = WellAnalysis(
            position: position, sample: "P01 D14", type: .unknown, target: "BCMA-CAR-T", dye: "SYBR Green I",
            excluded: false,
            result: CqResult(
                call: .positive, cq: 24.5, cqSE: 0.04, efficiency: 1.93, n0: 1e-9,
                flags: [.baselineDrift], shape: CurveShape(plateau: 2.5, baselineSlope: 0.001, cqPerSlope: 3)),
            instrumentCq: 24.4, instrumentCall: .positive, tm: [82.5], tmShare: [1], flags: [.instrumentContradicts])
        well.quantify(Estimate(2e5, low: 1.5e5, high: 2.5e5), unit: "copies/ul gDNA")
        taken.wells = [well]
        taken.curves = PackedCurves([
            .init(
                amplification: AmplificationCurve(fluorescence: [0.1, 0.2, 0.35]),
                melt: MeltCurve(temperature: [60, 61], fluorescence: [2, 1]))
        ])
        return taken
    }

    @Test func `comes back whole, with what was measured`() throws {
        let taken = try measured()
        try casebook.take(taken, file())
        let read = try #require(try casebook.run(1, naming: SampleNaming()))
        #expect(read.path == "/export/run.lc96p" && read.sha256 == "a" && read.conflict == nil)
        #expect(read.analysis.wells == taken.wells)
        #expect(read.analysis.targets == taken.targets && read.analysis.quality == taken.quality)
        #expect(read.analysis.samples == taken.samples)
        #expect(read.analysis.identity == taken.identity && read.analysis.cycles == 45)
        #expect(read.analysis.curves?.reactions == taken.curves?.reactions)
        #expect(read.attributions.map(\.patient) == ["P01", "P02"] && read.attributions.map(\.day) == [14, 14])
        #expect(try casebook.run(2, naming: SampleNaming()) == nil && casebook.run(99, naming: SampleNaming()) == nil)
    }

    @Test func `of a record that kept no curves is shown without them`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        #expect(!(try #require(try casebook.journal.tail(2).first)).body.contains("curves"))
        #expect(try #require(try casebook.run(1, naming: SampleNaming())).analysis.curves == nil)
    }

    @Test func `what was measured makes no other run of it`() throws {
        var again = try measured()
        try casebook.take(again, file())
        again.curves = nil
        #expect(try casebook.take(again, file(content: "b")) == .known(sequence: 1))
    }

    @Test func `the list names every run once, the newest start first, with its verdict and patients`() throws {
        try casebook.take(run(id: "a", [("P01", 14, 2e5), ("P02", 14, 500)]), file("a.lc96p", content: "1"))
        try casebook.take(run(id: "b", [("P03", 28, 2e3)], quality: .warn), file("b.lc96p", content: "2"))
        try casebook.take(
            run(id: "a", saved: "2026-04-02T10:00:00", [("P01", 14, 3e5)], quality: .fail),
            file("a2.lc96p", content: "3"))
        // Another machine's run under a known id.
        try casebook.take(run(id: "b", serial: "S2", [("P04", 7, 2e3)]), file("c.lc96p", content: "4"))
        let runs = try casebook.runs()
        #expect(runs.map(\.path) == ["/export/b.lc96p", "/export/a2.lc96p", "/export/c.lc96p"])
        #expect(runs.map(\.verdict) == [.warn, .fail, .pass])
        #expect(runs.map(\.patients) == [["P03"], ["P01"], ["P04"]])
        #expect(runs.map(\.saves) == [1, 2, 1] && runs.map(\.isInConflict) == [false, false, true])
        #expect(runs.map(\.sha256) == ["2", "3", "4"])
    }

    @Test func `a text that looks like a verdict is none`() throws {
        var taken = run([("P01", 14, 2e5)])
        taken.quality = [QualityFinding(rule: "plate", status: .pass, detail: #","status":"fail","#)]
        try casebook.take(taken, file())
        #expect(try casebook.runs().map(\.verdict) == [.pass])
    }
}
