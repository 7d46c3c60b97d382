import Assay
import Foundation
import Quantification
import Testing

@Suite struct RunQualityTests {
    @Test func `a clean plate passes, and optional material that is absent only warns`() {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [24, 24.1, 24.2])
        let analysis = plate.analysed()
        #expect(!analysis.quality.contains { $0.status == .fail })
        #expect(analysis.status("standard_curve.slope") == .pass && analysis.status("standard_curve.levels") == .pass)
        #expect(analysis.status("ntc.negative") == .pass && analysis.status("positive_control") == .pass)
        #expect(analysis.status("reference.adequate") == .pass)
        #expect(analysis.status("melt.present") == .warn)
        plate.reactions.removeAll { $0.sampleType == .positive }
        #expect(plate.analysed().status("positive_control") == .warn)
    }

    @Test func `findings of the reading are passed through, and an incomplete file fails`() {
        var plate = PlateBuilder.clean()
        plate.findings = [QualityFinding(rule: "manifest_digest", status: .fail, detail: "The digest differs.")]
        #expect(plate.analysed().quality.first?.rule == "manifest_digest")
        var run = PlateBuilder.clean().run
        run.incomplete = "module_data.xml is missing."
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming(), engine: ScriptedEngine())
        #expect(analysis.incomplete == run.incomplete)
        #expect(
            analysis.quality.contains {
                $0.rule == "completeness" && $0.status == .fail && $0.detail.contains("module_data.xml")
            })
    }

    @Test(arguments: [(-3.7, "standard_curve.slope"), (-2.9, "standard_curve.efficiency")] as [(Double, RuleID)])
    func `a slope out of its limits fails`(slope: Double, rule: RuleID) {
        var plate = PlateBuilder()
        plate.slope = slope
        plate.standards([1e6, 1e5, 1e4, 1e3, 1e2])
        plate.negativeControls()
        #expect(plate.analysed().status(rule) == .fail)
    }

    @Test func `a failing level narrows the range, and the run fails only below five levels`() {
        for (count, status) in [(5, QualityFinding.Status.pass), (4, .fail)] {
            var plate = PlateBuilder()
            plate.standards((0..<count).map { 1e6 / pow(10, Double($0)) })
            plate.well("S", .standard, 0, quantity: 1)
            plate.negativeControls()
            #expect(plate.analysed().status("standard_curve.levels") == status)
            #expect(plate.analysed().status("standard_curve.range") == .warn)
        }
    }

    @Test func `a plate without a control, without standards or of a foreign target fails with the reason`() {
        var plate = PlateBuilder()
        plate.standards([1e6, 1e5, 1e4, 1e3, 1e2])
        #expect(plate.analysed().status("ntc.present") == .fail)
        var bare = PlateBuilder()
        bare.negativeControls()
        bare.sample("P01 D14", [24, 24, 24])
        #expect(bare.analysed().status("standard_curve.levels") == .fail)
        #expect(bare.analysed().sample("P01 D14")?.reasons.contains { $0.contains("no standards") } == true)
        var foreign = PlateBuilder()
        foreign.standards([1e6, 1e5, 1e4, 1e3, 1e2], target: "16S rRNA")
        foreign.negativeControls(target: "16S rRNA")
        let analysis = foreign.analysed()
        #expect(analysis.status("assay.target") == .fail && analysis.status("assay.unknown_target") == .warn)
        #expect(analysis.curve("16S rRNA")?.levels.count { $0.used } == 5)
        #expect(analysis.wells.allSatisfy { $0.flags.contains(.unknownTarget) && $0.unit != "copies/ul gDNA" })
        #expect(PlateBuilder().analysed().qualityStatus == .fail)
    }

    @Test func `a dye that the assay does not know makes a target of its own without a role`() throws {
        var plate = PlateBuilder.clean()
        plate.settings.targets[0].dye = "SYBR Green I"
        for _ in 0..<2 { plate.well("P01 D14", .unknown, 24, dye: "FAM") }
        let analysis = plate.analysed()
        let other = try #require(analysis.targets.first { $0.role == nil })
        #expect(other.name == "BCMA-CAR-T (FAM)" && other.curve == nil)
        #expect(analysis.wells.filter { $0.dye == "FAM" }.allSatisfy { $0.flags.contains(.unknownDye) })
        #expect(analysis.status("assay.unknown_dye") == .warn)
    }

    @Test func `a control that nothing stands clear of fails`() {
        var plate = PlateBuilder()
        plate.standards([1e6, 1e5, 1e4, 1e3, 1e2])
        plate.negativeControls([12, 0])
        let analysis = plate.analysed()
        #expect(analysis.status("ntc.negative") == .fail)
        #expect(analysis.wells.contains { $0.type == .ntc && $0.flags.contains(.ntcPositive) })
    }

    @Test func `a positive control that is silent fails`() {
        var plate = PlateBuilder.clean()
        plate.well("Positive", .positive, 0)
        #expect(plate.analysed().status("positive_control") == .fail)
    }

    @Test func `two results for one target in one well count for nothing and fail the run`() throws {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [24, 24, 24])
        var twin = try #require(plate.reactions.first { $0.sampleName == "P01 D14" })
        twin.amplification = AmplificationCurve(fluorescence: [12])
        plate.reactions.append(twin)
        let analysis = plate.analysed()
        #expect(analysis.sample("P01 D14")?.n == 2)
        #expect(analysis.status("wells.duplicate") == .fail)
    }

    @Test func `the instrument's Cq stands beside ours, a difference is flagged, and either may be the source`() throws
    {
        var plate = PlateBuilder.clean()
        for index in 0..<3 { plate.well("P01 D14", .unknown, 24, instrumentCq: index == 0 ? 24.6 : 24.1) }
        let analysis = plate.analysed()
        #expect(analysis.wells.filter { $0.flags.contains(.instrumentDiffers) }.count == 1)
        #expect(analysis.wells.compactMap(\.instrumentCq).count == 3)
        for index in plate.reactions.indices where plate.reactions[index].instrumentCq == nil {
            plate.reactions[index].instrumentCq = plate.reactions[index].amplification?.fluorescence.first.flatMap {
                $0 > 0 ? $0 : nil
            }
            plate.reactions[index].instrumentCall = plate.reactions[index].instrumentCq == nil ? .negative : .positive
        }
        plate.settings.cqSource = .instrument
        let theirs = try #require(plate.analysed().sample("P01 D14"))
        let mean = try #require(theirs.cqMean)
        #expect(abs(mean - 72.8 / 3) < 1e-9)
        #expect(plate.analysed().wells.first { $0.sample == "P01 D14" }?.result.cq == 24)
    }

    @Test func `a call that contradicts the instrument's is flagged on the well and the sample, and the run names it`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [24, 24, 0])
        for index in plate.reactions.indices { plate.reactions[index].instrumentCall = .positive }
        for index in plate.reactions.indices where plate.reactions[index].sampleType == .ntc {
            plate.reactions[index].instrumentCall = .negative
        }
        let ours = try #require(plate.reactions.firstIndex { $0.sampleType == .standard })
        plate.reactions[ours].instrumentCall = .negative
        let theirs = try #require(plate.reactions.lastIndex { $0.target == PlateBuilder.target })
        let analysis = plate.analysed()
        let contrary = analysis.wells.filter { $0.flags.contains(.instrumentContradicts) }.map(\.position)
        #expect(Set(contrary) == [plate.reactions[ours].position, plate.reactions[theirs].position])
        #expect(try #require(analysis.sample("P01 D14")).flags.contains(.instrumentContradicts))
        let finding = try #require(analysis.quality.first { $0.rule == "instrument.call" })
        #expect(finding.status == .warn && contrary.allSatisfy { finding.detail.contains($0.label) })
    }

    @Test
    func `where the file gives a Cq and no call, a Cq beside none of ours is a contradiction, and silence is none`()
        throws
    {
        var plate = PlateBuilder.clean()
        plate.replicates("P01 D14", [24, 0, 0, 24])
        let wells = plate.reactions.indices.filter { plate.reactions[$0].sampleName == "P01 D14" }
        plate.reactions[wells[0]].instrumentCq = 24
        plate.reactions[wells[1]].instrumentCq = 38
        plate.reactions[wells[3]].flags = [.undeterminedCq]
        let flagged = plate.analysed().wells.filter { $0.flags.contains(.instrumentContradicts) }.map(\.position)
        #expect(Set(flagged) == [plate.reactions[wells[1]].position, plate.reactions[wells[3]].position])
    }

    @Test func `a file without curves has the instrument's Cq and says so`() throws {
        var plate = PlateBuilder.clean()
        for index in plate.reactions.indices {
            let cq = plate.reactions[index].amplification?.fluorescence.first ?? 0
            plate.reactions[index].amplification = nil
            plate.reactions[index].instrumentCq = cq > 0 ? cq : nil
            plate.reactions[index].instrumentCall = cq > 0 ? .positive : .negative
        }
        let analysis = plate.analysed()
        #expect(analysis.curve()?.lloq == 10)
        #expect(analysis.wells.allSatisfy { $0.flags.contains(.instrumentCqOnly) && $0.result.reason != nil })
        #expect(analysis.status("wells.curves") == .warn)
    }

    @Test func `a curve that is lost is not replaced by the instrument's Cq`() throws {
        var plate = PlateBuilder.clean()
        let index = try #require(plate.reactions.firstIndex { $0.sampleType == .standard })
        plate.reactions[index].amplification = nil
        plate.reactions[index].instrumentCq = 24
        plate.reactions[index].instrumentCall = .positive
        plate.reactions[index].flags = [.nonFinite]
        let position = plate.reactions[index].position
        let well = try #require(plate.analysed().wells.first { $0.position == position })
        #expect(well.result.call == .invalid && well.result.cq == nil && well.quantity == nil)
        #expect(well.result.reason?.contains("cannot be read") == true)
    }

    @Test func `excluded and unused wells are called and enter nothing`() throws {
        var plate = PlateBuilder.clean()
        let before = plate.analysed()
        plate.well("Standard odd", .standard, 12, quantity: 1000, excluded: true)
        plate.well("", .unused, 12)
        plate.well("P01 D14", .unknown, 20, excluded: true)
        let after = plate.analysed()
        #expect(after.curve()?.slope == before.curve()?.slope)
        #expect(
            after.wells.filter { $0.excluded }.allSatisfy {
                $0.result.cq != nil && $0.quantity == nil && $0.flags.contains(.excluded)
            })
        #expect(after.wells.first { $0.type == .unused }?.result.call == .positive)
        let sample = try #require(after.sample("P01 D14"))
        #expect(sample.n == 0 && !sample.valid && sample.copies == nil)
    }
}
