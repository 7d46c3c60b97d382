// Digital PCR: from counted partitions to copies, and what keeps a number from a patient.
import Assay
import Foundation
@testable import Quantification
import TestSupport
import Testing

@Suite struct DigitalTests {
    private func settings(_ change: (inout DigitalSettings) -> Void = { _ in }) -> AssaySettings {
        var settings = AssaySettings()
        settings.digital.partitionNanolitres = 0.85
        settings.digital.reactionMicrolitres = 20
        settings.digital.templateMicrolitres = 2
        change(&settings.digital)
        return settings
    }

    private func well(
        _ label: String, _ sample: String, _ target: String, _ positive: Int, of accepted: Int,
        _ type: SampleType = .unknown, concentration: Double? = nil
    )
        throws -> Reaction
    {
        Reaction(
            position: try #require(WellPosition(label: label)), sampleName: sample, sampleID: sample, sampleType: type,
            target: target, dye: nil,
            partitions: PartitionCount(positive: positive, negative: accepted - positive, concentration: concentration))
    }

    private func controls() throws -> [Reaction] {
        [try well("H1", "NTC", "BCMA-CAR-T", 0, of: 15_000, .ntc), try well("H2", "NTC", "ACTB", 1, of: 15_000, .ntc)]
    }

    private func analysis(_ reactions: [Reaction], _ settings: AssaySettings) -> RunAnalysis {
        let run = Run(
            format: .digital, identity: RunIdentity(id: "dpcr:x", serial: nil, started: nil), instrument: nil,
            software: nil, saved: nil, cycles: 0,
            reactions: reactions, findings: [])
        return analyse(run, settings: settings, naming: SampleNaming())
    }

    /// 165 of 15,765: λ = −ln(15600/15765) = .010521; 12.38 copies/µl of the reaction at .85 nl; 20 µl of which 2 are
    /// gDNA: ten times as many.
    @Test func `Partitions give copies by Poisson and the configured volumes`() throws {
        let wells =
            [
                try well("A1", "P01 D30", "BCMA-CAR-T", 165, of: 15_765),
                try well("A2", "P01 D30", "ACTB", 5720, of: 15_765),
            ] + (try controls())
        let run = analysis(wells, settings())
        let sample = try #require(run.samples.first { $0.name == "P01 D30" && $0.target == "BCMA-CAR-T" })
        let copies = try #require(sample.copies), low = try #require(sample.low), high = try #require(sample.high)
        #expect(
            abs(copies - 123.78) < 0.02 && sample.unit == "copies/ul gDNA" && sample.valid
                && sample.flags == [.digitalPCR])
        // QuantaSoft's own Poisson interval of this well: 10.6 to 14.1.
        #expect(abs(low / 10 - 10.6) < 0.15 && abs(high / 10 - 14.4) < 0.4)
        #expect(run.qualityStatus == .pass, "\(run.quality.filter { $0.status != .pass })")
        #expect(
            analysis(wells, settings { $0.bridgingFactor = 2 }).samples[0].copies.map { abs($0 - 2 * copies) < 1e-9 }
                == true)
    }

    @Test func `Without volumes there is no number, and the file's own concentration tells the partition`() throws {
        let wells = [try well("A1", "P01 D30", "BCMA-CAR-T", 165, of: 15_765, concentration: 12.378)] + (try controls())
        let none = analysis(wells, AssaySettings())
        #expect(
            none.qualityStatus == .fail && none.samples[0].copies == nil
                && none.samples[0].reasons.first?.contains("assay.digital.reactionVolume") == true)
        let implied = analysis(wells, settings { $0.partitionNanolitres = nil })
        #expect(implied.samples[0].copies.map { abs($0 - 123.78) < 0.05 } == true)
        let other = analysis(wells, settings { $0.partitionNanolitres = 0.5 })
        #expect(other.quality.contains { $0.rule == "digital.partition_volume" && $0.status == .warn })
    }

    @Test func `Few partitions, contamination, saturation and too little DNA each keep the number back with a reason`()
        throws
    {
        let few = analysis([try well("A1", "P01 D30", "BCMA-CAR-T", 50, of: 6000)] + (try controls()), settings())
        #expect(few.samples[0].copies == nil && !few.samples[0].valid && few.samples[0].flags.contains(.partitionsFew))
        let dirty = analysis(
            [
                try well("A1", "P01 D30", "BCMA-CAR-T", 50, of: 16_000),
                try well("H1", "NTC", "BCMA-CAR-T", 9, of: 15_000, .ntc),
            ], settings())
        #expect(
            dirty.qualityStatus == .fail
                && dirty.quality.contains { $0.rule == "ntc.negative" && $0.detail.contains("H1 9") })
        let full = analysis(
            [try well("A1", "P01 D30", "BCMA-CAR-T", 15_000, of: 15_000)] + (try controls()), settings())
        #expect(
            full.samples[0].aboveULOQ && full.samples[0].copies == nil
                && full.quality.contains { $0.rule == "digital.negatives" && $0.status == .warn })
        let empty = analysis(
            [try well("A1", "P01 D30", "BCMA-CAR-T", 0, of: 15_000), try well("A2", "P01 D30", "ACTB", 12, of: 15_000)]
                + (try controls()), settings())
        #expect(
            !empty.samples[0].valid && !empty.samples[0].belowLLOQ
                && empty.samples[0].flags.contains(.inadequateReference))
        let below = analysis(
            [
                try well("A1", "P01 D30", "BCMA-CAR-T", 1, of: 15_000),
                try well("A2", "P01 D30", "ACTB", 4000, of: 15_000),
            ] + (try controls()), settings())
        #expect(below.samples[0].belowLLOQ && below.samples[0].valid && (below.samples[0].lloq ?? 0) > 0)
        #expect(
            analysis([try well("A1", "P01 D30", "BCMA-CAR-T", 50, of: 16_000)], settings()).quality.contains {
                $0.rule == "ntc.present" && $0.status == .fail
            })
    }

    @Test func `Wells are joined, and those that differ are told`() throws {
        let one = try well("A1", "P01 D30", "BCMA-CAR-T", 1000, of: 15_000),
            two = try well("B1", "P01 D30", "BCMA-CAR-T", 1010, of: 15_000)
        let joined = analysis([one, two] + (try controls()), settings()).samples[0]
        #expect(joined.n == 2 && joined.valid && (joined.copies ?? 0) > 0)
        let apart = analysis(
            [one, try well("B1", "P01 D30", "BCMA-CAR-T", 3000, of: 15_000)] + (try controls()), settings()
        ).samples[0]
        #expect(!apart.valid && apart.flags.contains(.replicatesDiffer))
        #expect((apart.high ?? 0) / (apart.low ?? 1) > 2)
    }

    @Test func `The interval holds the truth in 95 of 100 samples at few and at many partitions`() {
        var numbers = SeededNumbers(seed: 7)
        for molecules in [0.0005, 0.01, 1] {
            let holds = (0..<200).count { _ in
                let positive = (0..<10_000).count { _ in Double.random(in: 0..<1, using: &numbers) < 1 - exp(-molecules)
                }
                guard
                    let found = PartitionPool([PartitionCount(positive: positive, negative: 10_000 - positive)])
                        .moleculesPerPartition()
                else { return false }
                return (found.low ?? .infinity) <= molecules && molecules <= found.high ?? 0
            }
            #expect(holds >= 183, "\(holds) of 200 at \(molecules)")
        }
    }
}
