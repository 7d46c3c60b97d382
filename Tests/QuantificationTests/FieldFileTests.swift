// Small failing inputs from the field: each gives what is right.
import Assay
import Foundation
@testable import Quantification
import RunFormats
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct FieldFileTests {
    private func analysis(_ path: String) throws -> RunAnalysis {
        analyse(
            try #require(try readRuns(SharedData.bytes("field/" + path)).first), settings: AssaySettings(),
            naming: SampleNaming())
    }

    @Test(arguments: [
        "ok.txt", "nocall.txt", "nocurves_cqm1.rdml", "nocurves_cq0.rdml", "nocurves_cqNaN.rdml",
        "nocurves_cqempty.rdml", "nocurves_cqabsent.rdml",
    ])
    func `No Cq is negative however it is written`(file: String) throws {
        let run = try analysis("7-no-cq-taken-as-unreadable/" + file)
        #expect(run.qualityStatus != .fail)
        #expect(
            run.wells.filter { $0.type == .ntc }.allSatisfy { $0.result.call == .negative }
                && run.wells.contains { $0.type == .ntc })
    }

    /// The file calls these controls positive and gives them no Cq: neither is believed.
    @Test func `A positive call without a Cq is neither read as a number nor turned round`() throws {
        let run = try analysis("7-no-cq-taken-as-unreadable/undet.txt")
        #expect(!run.quality.contains { $0.rule == "table_numbers" })
        #expect(run.wells.filter { $0.type == .ntc }.allSatisfy { $0.result.call == .invalid && $0.result.cq == nil })
    }

    @Test func `Decimal commas in RDML are read`() throws {
        let run = try analysis("10-messages/commafluor.rdml")
        #expect(
            run.wells.count { $0.result.call == .positive } > 20 && run.wells.allSatisfy { $0.result.call != .invalid })
    }

    @Test func `A table behind Excel's line about the separator is read`() throws {
        #expect(try analysis("10-messages/sep_line.csv").wells.count == 36)
    }

    @Test func `A melt is no plate of unreadable wells`() throws {
        let run = try #require(try readRuns(SharedData.bytes("rdml/rdmlpython_test_mca_1_raw_data.rdml")).first)
        let melt = analyse(run, settings: AssaySettings(), naming: SampleNaming())
        #expect(
            melt.quality.contains { $0.rule == "wells.melt_only" && $0.status == .fail }
                && !melt.quality.contains { $0.rule == "wells.readable" })
        #expect(
            melt.wells.allSatisfy {
                $0.flags == [.meltOnly] || $0.flags.contains(.meltOnly) && !$0.flags.contains(.instrumentCqOnly)
            })
    }
}
