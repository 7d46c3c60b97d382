import Assay
import Foundation
import Quantification
import Testing

@Suite struct ReferenceYieldTests {
    /// Six samples at the same copies a cell; the reference genes of the others scatter by ±1 cycle.
    private func plate(shift: Double, others: [Double] = [-1, 1, -0.4, 0.3, 0]) -> PlateBuilder {
        var plate = PlateBuilder.clean()
        for (index, scatter) in others.enumerated() {
            plate.sample("P0\(index + 1) D14", [24 + scatter], reference: [20 + scatter, 20.1 + scatter])
        }
        plate.sample("P09 D14", [24 + shift, 24 + shift, 24 + shift], reference: [20 + shift, 20.1 + shift])
        return plate
    }

    @Test(arguments: [3.0, 5.2, -3])
    func `a sample with an eighth of the DNA, or eight times as much, is flagged from the first run on`(shift: Double)
        throws
    {
        let analysis = plate(shift: shift).analysed()
        let odd = try #require(analysis.sample("P09 D14"))
        #expect(odd.flags.contains(.unusualDNA) && odd.valid && odd.copies != nil)
        #expect(analysis.sample("P09 D14", target: "ACTB")?.flags.contains(.unusualDNA) == true)
        #expect(analysis.samples.filter { $0.flags.contains(.unusualDNA) }.map(\.name) == ["P09 D14", "P09 D14"])
        let finding = try #require(analysis.quality.first { $0.rule == "reference.yield" })
        #expect(
            finding.status == .warn && finding.detail.contains("P09 D14: ACTB comes")
                && finding.detail.contains(shift > 0 ? "less DNA" : "more DNA"))
    }

    @Test(arguments: [-1.0, 0, 1]) func `ordinary scatter is not flagged`(shift: Double) {
        let analysis = plate(shift: shift).analysed()
        #expect(!analysis.samples.contains { $0.flags.contains(.unusualDNA) })
        #expect(analysis.status("reference.yield") == .pass)
    }

    @Test func `where the others themselves scatter widely three cycles are nothing unusual`() {
        #expect(plate(shift: 3, others: [-3, 3, -1.5, 1.5, 0]).analysed().status("reference.yield") == .pass)
    }

    @Test func `the configured yield decides, and dilutions and too few samples are not judged`() {
        var wide = plate(shift: 3)
        wide.settings.quality.referenceYieldFoldMax = 10
        #expect(wide.analysed().status("reference.yield") == .pass)
        var few = PlateBuilder.clean()
        for (name, cq) in [("P01 D14", 20.0), ("P02 D14", 25)] { few.sample(name, [24], reference: [cq]) }
        #expect(few.analysed().status("reference.yield") == nil)
        few.sample("P03 D14", [24], reference: [20.5])
        #expect(few.analysed().samples.filter { $0.flags.contains(.unusualDNA) }.map(\.name) == ["P02 D14", "P02 D14"])
        var diluted = plate(shift: 0)
        diluted.sample("P09 D14 1:10", [27.3], reference: [23.4])
        #expect(diluted.analysed().status("reference.yield") == .pass)
    }
}
