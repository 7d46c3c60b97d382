import Assay
import Foundation
import Testing

@Suite struct SampleTests {
    @Test func `a sample equal to a standard has that standard's quantity, inside its interval`() throws {
        for quantity in [1e7, 1e4, 84, 10] {
            var plate = PlateBuilder.clean()
            let cq = plate.cq(of: quantity)
            plate.sample("P01 D14", [cq - 0.1, cq, cq + 0.1])
            let sample = try #require(plate.analysed().sample("P01 D14"))
            let copies = try #require(sample.copies)
            #expect(abs(copies / quantity - 1) < 1e-6)
            #expect(try #require(sample.low) < copies && copies < (try #require(sample.high)))
            #expect(sample.n == 3 && sample.valid && sample.reasons.isEmpty)
            #expect(abs(try #require(sample.cqSD) - 0.1) < 1e-9)
            #expect(sample.label == SampleLabel(patient: "P01", sampling: .day(14)))
            #expect(sample.unit == "copies/ul gDNA")
        }
    }

    @Test func `outside the valid range nothing is extrapolated`() throws {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", Array(repeating: plate.cq(of: 3e7), count: 3))
        plate.sample("P02 D14", Array(repeating: plate.cq(of: 3), count: 3))
        let analysis = plate.analysed()
        let above = try #require(analysis.sample("P01 D14"))
        #expect(above.copies == nil && above.aboveULOQ && above.low == 1e7 && above.high == nil && above.valid)
        let below = try #require(analysis.sample("P02 D14"))
        #expect(below.copies == nil && below.belowLLOQ && below.low == 0 && below.high == 10 && below.valid)
        let well = try #require(analysis.wells.first { $0.sample == "P02 D14" })
        #expect(well.quantity == nil && well.flags.contains(.belowLLOQ) && well.flags.contains(.outsideRange))
    }

    @Test func `no amplification with an adequate reference is below the LLOQ, and without one an inadequate sample`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [0, 0, 0])
        plate.sample("P02 D14", [0, 0, 0], reference: [0, 0, 0])
        plate.sample("P03 D14", [0, 0, 0], reference: [33, 33, 33])
        plate.replicates("P04 D14", [0, 0, 0])
        plate.sample("P05 D14", Array(repeating: plate.cq(of: 84), count: 3), reference: [33, 33, 33])
        let analysis = plate.analysed()
        let adequate = try #require(analysis.sample("P01 D14"))
        #expect(adequate.belowLLOQ && adequate.valid && adequate.low == 0 && adequate.high == 10)
        for name in ["P02 D14", "P03 D14", "P04 D14", "P05 D14"] {
            let sample = try #require(analysis.sample(name))
            #expect(
                !sample.belowLLOQ && !sample.valid && sample.copies == nil
                    && sample.flags.contains(.inadequateReference))
            #expect(sample.reasons.contains { $0.hasPrefix("Inadequate sample") })
        }
        #expect(analysis.status("reference.adequate") == .warn)
    }

    @Test
    func
        `a value beside which no reference was measured is remarked, and the plate's reference is not called adequate for it`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", Array(repeating: plate.cq(of: 116), count: 3))
        plate.replicates("P02 D14", Array(repeating: plate.cq(of: 116), count: 3))
        let analysis = plate.analysed()
        let (with, without) = (try #require(analysis.sample("P01 D14")), try #require(analysis.sample("P02 D14")))
        #expect(with.valid && !with.flags.contains(.referenceMissing))
        #expect(without.valid && without.copies != nil && without.flags.contains(.referenceMissing))
        let finding = try #require(analysis.quality.first { $0.rule == "reference.adequate" })
        #expect(finding.status == .warn && finding.detail.contains("P02 D14") && !finding.detail.contains("P01 D14"))
    }

    @Test func `replicates that differ by more than a cycle, or of which some are silent, give no valid value`() throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [24, 24.3, 24.6])
        plate.sample("P02 D14", [24, 24.3, 25.1])
        plate.sample("P03 D14", [24, 24.1, 0])
        let scarce = plate.cq(of: 4)
        plate.sample("P04 D14", [scarce - 0.8, scarce + 0.8, 0])
        let analysis = plate.analysed()
        let wide = try #require(analysis.sample("P01 D14"))
        #expect(wide.valid && wide.flags.contains(.replicatesDiffer))
        #expect(analysis.sample("P02 D14")?.valid == false)
        let mixed = try #require(analysis.sample("P03 D14"))
        #expect(!mixed.valid && mixed.flags.contains(.replicatesMixed) && mixed.n == 3)
        let few = try #require(analysis.sample("P04 D14"))
        #expect(few.valid && few.belowLLOQ && few.flags.contains(.replicatesMixed))
        #expect(analysis.status("replicates") == .warn)
        #expect(analysis.qualityStatus == .warn)
    }

    @Test func `dilution and template volume carry the curve's value to the sample's unit`() throws {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", Array(repeating: plate.cq(of: 1000), count: 3))
        plate.settings.sampleDilution = 20
        #expect(abs(try #require(plate.analysed().sample("P01 D14")?.copies) / 20_000 - 1) < 1e-6)
        #expect(plate.analysed().sample("P01 D14")?.lloq == 200)
        plate.settings.standardsUnit = .copiesPerReaction
        plate.settings.templateVolumeMicrolitres = 5
        #expect(abs(try #require(plate.analysed().sample("P01 D14")?.copies) / 4_000 - 1) < 1e-6)
        plate.settings.templateVolumeMicrolitres = nil
        let without = try #require(plate.analysed().sample("P01 D14"))
        #expect(without.copies == nil && !without.valid && without.reasons.contains { $0.contains("template volume") })
    }

    @Test func `a validated LLOQ above the plate's is in force`() throws {
        var plate = PlateBuilder.clean()
        plate.settings.lloq = 50
        plate.sample("P01 D14", Array(repeating: plate.cq(of: 20), count: 3))
        let sample = try #require(plate.analysed().sample("P01 D14"))
        #expect(sample.belowLLOQ && sample.high == 50 && sample.lloq == 50)
        plate.settings.lloq = 1e9
        #expect(plate.analysed().sample("P01 D14")?.valid == false)
    }

    @Test func `one name on two samples is withheld, and other targets may use other keys`() throws {
        var plate = PlateBuilder.clean()
        plate.replicates("P01 D14", [24, 24], id: "a")
        plate.replicates("p01-d014", [24, 24], id: "b")
        plate.replicates("P02 D14", [24, 24], id: "c")
        plate.replicates("P02 D14", [22, 22], target: "ACTB", id: "d")
        plate.replicates("P03 D1", [24, 24], id: "e")
        plate.replicates("P03 D-1", [24, 24], id: "f")
        let analysis = plate.analysed()
        let doubled = try #require(analysis.sample("P01 D14"))
        #expect(
            doubled.copies == nil && !doubled.valid && doubled.n == 4 && doubled.flags.contains(.duplicateSampleName))
        #expect(analysis.sample("P02 D14")?.valid == true)
        #expect(analysis.sample("P03 D1")?.valid == true && analysis.sample("P03 D-1")?.valid == true)
        #expect(analysis.status("samples.names") == .warn)
    }

    @Test func `relative quantity is two to the minus delta delta Cq, and null without a calibrator`() throws {
        var plate = PlateBuilder.clean()
        plate.sample("Calibrator", [26, 26, 26], reference: [20, 20, 20])
        plate.sample("P01 D14", [25, 25, 25], reference: [22, 22, 22])
        #expect(plate.analysed().sample("P01 D14")?.relative == nil)
        plate.settings.calibrator = "calibrator"
        #expect(abs(try #require(plate.analysed().sample("P01 D14")?.relative) - 8) < 1e-9)
        #expect(abs(try #require(plate.analysed().sample("Calibrator")?.relative) - 1) < 1e-9)
        #expect(plate.analysed().status("relative.calibrator") == .pass)
    }

    @Test func `more than five copies a genome are implausible where the unit is per microgram`() throws {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", Array(repeating: plate.cq(of: 1e6), count: 3))
        #expect(plate.analysed().sample("P01 D14")?.flags.contains(.implausibleCopies) == false)
        plate.settings.unit = "copies/ug gDNA"
        #expect(plate.analysed().sample("P01 D14")?.flags.contains(.implausibleCopies) == true)
    }
}
