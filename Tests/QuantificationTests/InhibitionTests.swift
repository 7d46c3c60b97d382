import Assay
import Foundation
import Quantification
import Testing

@Suite struct InhibitionTests {
    /// A plate whose reference curves end at the given heights.
    private func plate(_ samples: [(name: String, cq: Double, reference: Double, plateau: Double)]) -> PlateBuilder {
        var plate = PlateBuilder.clean()
        for sample in samples {
            plate.sample(
                sample.name, [sample.cq, sample.cq, sample.cq],
                reference: [sample.reference, sample.reference, sample.reference])
            for index in plate.reactions.indices
            where plate.reactions[index].sampleName == sample.name && plate.reactions[index].target == "ACTB" {
                plate.reactions[index].amplification = AmplificationCurve(fluorescence: [
                    sample.reference, sample.reference + sample.plateau,
                ])
            }
        }
        return plate
    }
    private let usual = (1...4).map { (name: "P0\($0) D14", cq: 24.0, reference: 21.0, plateau: 10.0) }

    @Test func `a reference gene that is late with a low plateau withholds the sample`() throws {
        let analysis = plate(usual + [("P05 D14", 30, 24, 5)]).analysed()
        let held = try #require(analysis.sample("P05 D14"))
        #expect(!held.valid && held.copies == nil && !held.belowLLOQ && held.flags.contains(.inhibited))
        #expect(analysis.sample("P01 D14")?.valid == true)
        #expect(analysis.status("inhibition") == .warn)
        #expect(analysis.qualityStatus != .fail)
    }

    @Test(arguments: [(24.0, 9.5), (21.5, 5.0)])
    func `late alone is little DNA, and a low plateau alone is nothing`(reference: Double, plateau: Double) throws {
        let analysis = plate(usual + [("P05 D14", 30, reference, plateau)]).analysed()
        #expect(analysis.sample("P05 D14")?.valid == true)
        #expect(analysis.status("inhibition") == .pass)
    }

    @Test func `a neat sample that comes too close to its dilution is withheld, one that keeps its distance is not`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [27, 27, 27])
        plate.sample("P01 D14 1:10", [27.3, 27.3, 27.3], reference: [25.3, 25.3, 25.3])
        plate.sample("P02 D14", [24, 24, 24])
        plate.sample("P02-D014 1/10", [27.3, 27.3, 27.3], reference: [25.3, 25.3, 25.3])
        let analysis = plate.analysed()
        #expect(analysis.sample("P01 D14")?.valid == false)
        #expect(analysis.sample("P01 D14")?.reasons.contains { $0.contains("dilution") } == true)
        #expect(analysis.sample("P02 D14")?.valid == true)
    }
}
