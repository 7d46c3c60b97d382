import Assay
import Foundation
import Quantification
import RunFormats
import TestSupport
import Testing

@Suite struct StandardsUnitTests {
    private func plate(unit: String?, intercept: Double = 38, factor: Double = 1) -> PlateBuilder {
        var plate = PlateBuilder()
        plate.intercept = intercept
        plate.standards([1e7, 1e6, 1e5, 1e4, 1e3, 1e2].map { $0 * factor })
        plate.negativeControls()
        plate.sample("P01 D14", [plate.cq(of: 1e4 * factor), plate.cq(of: 1e4 * factor)])
        for index in plate.reactions.indices where plate.reactions[index].sampleType == .standard {
            plate.reactions[index].standardUnit = unit
        }
        return plate
    }

    @Test(arguments: ["ng", "nMol", "fold", "dil", "other", "furlongs"])
    func `a unit of the file that counts no copies withholds every value and fails the run`(unit: String) throws {
        let analysis = plate(unit: unit).analysed()
        #expect(analysis.status("standard_curve.unit") == .fail && analysis.qualityStatus == .fail)
        #expect(analysis.quality.contains { $0.rule == "standard_curve.unit" && $0.detail.contains(unit) })
        let sample = try #require(analysis.sample("P01 D14"))
        #expect(
            sample.copies == nil && sample.low == nil && !sample.valid && sample.reasons.contains { $0.contains(unit) })
        #expect(analysis.wells.allSatisfy { $0.quantity == nil })
    }

    @Test(arguments: [nil, "cop", "Cop"]) func `copies, or no word on the unit, are believed`(unit: String?) throws {
        let analysis = plate(unit: unit).analysed()
        #expect(analysis.status("standard_curve.unit") == nil)
        #expect(abs(try #require(analysis.sample("P01 D14")?.copies) / 1e4 - 1) < 1e-6)
    }

    @Test func `standards by which one molecule would be seen when no chemistry sees it are no copies`() throws {
        // Nanograms of human DNA entered as copies: 300 copies a nanogram.
        let early = plate(unit: nil, intercept: 38 - 3.35 * log10(300)).analysed()
        #expect(early.status("standard_curve.unit") == .fail)
        #expect(early.quality.contains { $0.detail.contains("look like ng") && $0.detail.contains("29.7") })
        #expect(early.sample("P01 D14")?.copies == nil)
        let late = plate(unit: nil, intercept: 47).analysed()
        #expect(late.status("standard_curve.unit") == .fail)
        var allowed = plate(unit: nil, intercept: 47)
        allowed.settings.quality.oneMoleculeCqMax = 50
        #expect(allowed.analysed().status("standard_curve.unit") == nil)
    }

    @Test func `one level alone tells it too, Cq 16.9 declared as 1.7 copies`() {
        var plate = PlateBuilder()
        for _ in 0..<3 { plate.well("S", .standard, 16.9, quantity: 1.7) }
        #expect(plate.analysed().status("standard_curve.unit") == .fail)
    }

    @Test func `a target that the assay does not know has no unit to contradict`() {
        var plate = PlateBuilder()
        plate.standards([5, 0.5, 0.05], target: "16S")
        for index in plate.reactions.indices { plate.reactions[index].standardUnit = "ng" }
        #expect(plate.analysed().status("standard_curve.unit") == nil)
    }

    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: ["unit_ng", "unit_nMol", "unit_dil", "unit_dil_small", "unit_fold", "cop"])
    func `files of every unit are read as what they say`(name: String) throws {
        let run = try #require(try readRuns(SharedData.bytes("field/6-rdml-unit-ignored/\(name).rdml")).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
        let values = analysis.samples.filter { $0.label != nil && $0.target == PlateBuilder.target }
        #expect(values.count == 2)
        #expect(values.allSatisfy { ($0.copies != nil) == (name == "cop") && $0.valid == (name == "cop") })
        #expect((analysis.status("standard_curve.unit") == .fail) == (name != "cop"))
    }
}
