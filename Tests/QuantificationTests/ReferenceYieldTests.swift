import Assay
import Foundation
import Quantification
import TestSupport
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

    @Test(arguments: [(1.0, false), (2.0, false), (3.0, true), (-3.0, true), (5.2, true)])
    func `of two samples that lie an eighth of the DNA apart both are flagged, as nobody can tell the odd one`(
        shift: Double, flagged: Bool
    ) throws {
        var two = PlateBuilder.clean()
        two.sample("P01 D150", [24], reference: [20])
        #expect(two.analysed().status("reference.yield") == nil, "one sample is compared with nothing")
        two.sample("P01 D240", [24 + shift], reference: [20 + shift])
        let analysis = two.analysed()
        let names = analysis.samples.filter { $0.flags.contains(.unusualDNA) }.map(\.name)
        #expect(Set(names) == (flagged ? ["P01 D150", "P01 D240"] : []))
        let finding = try #require(analysis.quality.first { $0.rule == "reference.yield" })
        #expect(finding.status == (flagged ? .warn : .pass))
        #expect(finding.detail.contains("P01 D150 and P01 D240: ACTB lies") == flagged)
        two.settings.quality.referenceYieldFoldMax = 100
        #expect(two.analysed().status("reference.yield") == .pass)
    }

    /// Samples scatter as on real plates (SD .35): how often ordinary pairs are flagged, and how often one with an
    /// eighth of the DNA is.
    @Test func `of ordinary pairs few are flagged, of pairs with an eighth of the DNA nearly all`() {
        var random = SeededNumbers(seed: seed(17))
        var (ordinary, eighth) = (0, 0)
        for _ in 0..<400 {
            for shift in [0.0, 3] {
                var two = PlateBuilder.clean()
                for (name, more) in [("P01 D14", 0), ("P02 D14", shift)] {
                    two.sample(name, [24], reference: [20 + more + 0.35 * random.normal()])
                }
                guard two.analysed().status("reference.yield") == .warn else { continue }
                if shift == 0 { ordinary += 1 } else { eighth += 1 }
            }
        }
        #expect(ordinary <= 2 && eighth >= 350, "\(ordinary) and \(eighth) of 400")
    }

    @Test func `the configured yield decides, and dilutions are not judged`() {
        var wide = plate(shift: 3)
        wide.settings.quality.referenceYieldFoldMax = 10
        #expect(wide.analysed().status("reference.yield") == .pass)
        var few = PlateBuilder.clean()
        for (name, cq) in [("P01 D14", 20.0), ("P02 D14", 25), ("P03 D14", 20.5)] {
            few.sample(name, [24], reference: [cq])
        }
        #expect(few.analysed().samples.filter { $0.flags.contains(.unusualDNA) }.map(\.name) == ["P02 D14", "P02 D14"])
        var diluted = plate(shift: 0)
        diluted.sample("P09 D14 1:10", [27.3], reference: [23.4])
        #expect(diluted.analysed().status("reference.yield") == .pass)
    }
}
