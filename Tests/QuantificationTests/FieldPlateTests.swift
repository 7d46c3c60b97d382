import Assay
import Foundation
import Quantification
import RunFormats
import Simulation
import TestSupport
import Testing

/// A plate of the simulated study whose wells of one name hold no template and show a share of their neighbours' light,
/// which the instrument calls negative.
struct EchoPlate {
    let run: Run
    let name: String

    init(_ share: Double, type: SampleType) throws {
        let study = PaperStudy(seed: 5, lastVisit: try #require(CalendarDate(iso: "2026-11-20")))
        var run = try #require(try readRuns(study.plates[5].container()).first)
        let target = PlateBuilder.target
        let chosen = try #require(
            run.reactions.first {
                $0.target == target && $0.sampleType == type && (type == .ntc || $0.instrumentCq ?? 99 < 28)
            })
        let indices = run.reactions.indices.filter {
            run.reactions[$0].target == target && run.reactions[$0].sampleName == chosen.sampleName
                && run.reactions[$0].sampleType == type
        }
        let light = run.reactions.filter { $0.target == target && $0.sampleType == .standard }.compactMap(
            \.amplification?.fluorescence
        ).prefix(6)
        var random = SeededNumbers(seed: 11)
        for index in indices {
            let cycles = try #require(run.reactions[index].amplification).fluorescence.count
            run.reactions[index].amplification = AmplificationCurve(
                fluorescence: (0..<cycles).map { i in
                    0.3 + share * light.reduce(0) { $0 + $1[i] - $1[0] } / Double(light.count)
                        + Double.random(in: -0.001...0.001, using: &random)
                })
            run.reactions[index].instrumentCq = nil
            run.reactions[index].instrumentCall = .negative
        }
        self.run = run
        name = chosen.sampleName
    }

    var analysis: RunAnalysis { analyse(run, settings: AssaySettings(), naming: SampleNaming()) }
}

/// A plate of the simulated study on which the wells of one name rise only as the run ends: a standard's own curve, so
/// many cycles later, on a flat baseline before it.
struct LatePlate {
    let analysis: RunAnalysis
    let name: String

    /// - Parameter cyclesBeforeEnd: how long before the last cycle the moved curves reach their Cq.
    init(_ type: SampleType, cyclesBeforeEnd: Double) throws {
        let study = PaperStudy(seed: 5, lastVisit: try #require(CalendarDate(iso: "2026-11-20")))
        var run = try #require(try readRuns(study.plates[5].container()).first)
        let own = run.reactions.filter { $0.target == PlateBuilder.target }
        let source = try #require(
            own.filter { $0.sampleType == .standard }.max { $0.standardQuantity ?? 0 < $1.standardQuantity ?? 0 }?
                .amplification)
        let cq = try #require(SigmoidEngine().call([source])[0].cq)
        let later = Int((Double(source.fluorescence.count) - cyclesBeforeEnd - cq).rounded())
        // The latest sample or the lowest standard: what the shift says of it is what its own wells would have said.
        let chosen = try #require(
            own.filter { $0.sampleType == type }.max { ($0.instrumentCq ?? 0) < ($1.instrumentCq ?? 0) })
        var random = SeededNumbers(seed: 3)
        for index in run.reactions.indices
        where run.reactions[index].target == PlateBuilder.target && run.reactions[index].sampleType == type
            && run.reactions[index].sampleName == chosen.sampleName
        {
            run.reactions[index].amplification = AmplificationCurve(
                fluorescence: source.fluorescence.indices.map { i in
                    source.fluorescence[max(0, i - later)] + Double.random(in: -0.0005...0.0005, using: &random)
                })
            run.reactions[index].instrumentCq = nil
            run.reactions[index].instrumentCall = .negative
        }
        name = chosen.sampleName
        analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
    }
}

@Suite struct FieldPlateTests {
    @Test(arguments: [1.0, 2.5])
    func `a patient's late rise is amplified and below the limit, and contradicts the instrument`(before: Double) throws
    {
        let plate = try LatePlate(.unknown, cyclesBeforeEnd: before)
        let wells = plate.analysis.wells.filter { $0.sample == plate.name && $0.target == PlateBuilder.target }
        #expect(
            wells.count == 3 && wells.allSatisfy { $0.result.call == .positive && $0.result.flags.contains(.lateCq) },
            "\(wells)")
        let sample = try #require(plate.analysis.sample(plate.name))
        #expect(sample.belowLLOQ && sample.copies == nil)
        #expect(sample.flags.contains(.instrumentContradicts))
        #expect(plate.analysis.status("instrument.call") == .warn)
    }

    @Test func `a lowest standard that rises late is left out for its place, not because it did not amplify`() throws {
        let plate = try LatePlate(.standard, cyclesBeforeEnd: 1)
        let lowest = try #require(plate.analysis.curve()?.levels.min { $0.quantity < $1.quantity })
        #expect(!lowest.used && lowest.reason?.contains("amplif") == false, "\(lowest)")
    }

    @Test(arguments: [0.015, 0.02])
    func `a patient's triplicate that only shows its neighbours' light is below the limit`(share: Double) throws {
        let plate = try EchoPlate(share, type: .unknown), analysis = plate.analysis
        let sample = try #require(analysis.sample(plate.name))
        #expect(sample.belowLLOQ && sample.copies == nil && sample.cqMean == nil)
        #expect(!analysis.quality.contains { $0.status == .fail })
    }

    @Test func `a no-template control that only shows its neighbours' light is negative, and the run passes`() throws {
        let analysis = try EchoPlate(0.015, type: .ntc).analysis
        #expect(analysis.wells.filter { $0.type == .ntc }.allSatisfy { $0.result.call == .negative })
        #expect(!analysis.quality.contains { $0.status == .fail })
        #expect(analysis.curve()?.levels.contains { $0.used } == true)
    }

    static func analysis(_ path: String, target: String) throws -> RunAnalysis {
        let run = try #require(try readRuns(SharedData.bytes("field/\(path).lc96p")).first)
        var settings = AssaySettings()
        settings.targets = [
            AssaySettings.Target(
                name: run.reactions.first { $0.target?.contains(target) == true }?.target ?? target, role: .target)
        ]
        return analyse(run, settings: settings, naming: SampleNaming())
    }

    @Test(.enabled(if: SharedData.present, "\(SharedData.absence)"))
    func `late no-template controls of a real plate are named`() throws {
        let finding = try #require(
            try Self.analysis("1-late-rise-called-negative/PI_cat", target: "cat").quality.first {
                $0.rule == "ntc.negative"
            })
        #expect(finding.detail.contains("F9") && finding.detail.contains("H9"))
    }

    @Test(.enabled(if: SharedData.present, "\(SharedData.absence)"))
    func `both wells of a sample that rises late are positive`() throws {
        let wells = try Self.analysis("1-late-rise-called-negative/kizito_16S", target: "16S").wells
        for label in ["A11", "A12"] {
            let well = try #require(wells.first { $0.position.label == label })
            #expect(well.result.call == .positive, "\(label) \(well.result)")
        }
    }

    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [("mhcI", ["G9"]), ("plin2", ["F9", "G9"])])
    func `controls of a real plate that show their neighbours' light are negative`(gene: String, labels: [String])
        throws
    {
        let wells = try Self.analysis("2-optical-echo-called-positive/AqFl2_DI_\(gene)", target: gene).wells
        for label in labels { #expect(wells.first { $0.position.label == label }?.result.call == .negative) }
    }

    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [
            "selfmade_patient_2percent_echo", "selfmade_patient_1.5percent_echo", "selfmade_ntc_1.5percent_echo",
        ])
    func `a plate with three dark wells passes and gives none of them copies`(file: String) throws {
        let run = try #require(
            try readRuns(SharedData.bytes("field/2-optical-echo-called-positive/\(file).lc96p")).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
        #expect(!analysis.quality.contains { $0.status == .fail })
        #expect(analysis.status("instrument.call") == nil)
        #expect(analysis.wells.filter { $0.type == .ntc }.allSatisfy { $0.result.call == .negative })
        if file.contains("patient") {
            let sample = try #require(
                analysis.samples.first {
                    $0.label == SampleLabel(patient: "P03", sampling: .day(30)) && $0.target == PlateBuilder.target
                })
            #expect(sample.belowLLOQ && sample.copies == nil)
        }
    }
}
