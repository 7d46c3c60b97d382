// RDML of other vendors, versions 1.0 to 1.4, as their software wrote it.
import Assay
import Foundation
import RunFormats
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)"))
struct RealRDMLTests {
    private func runs(_ name: String) throws -> [Run] { try readRuns(SharedData.bytes("rdml/\(name).rdml")) }

    @Test(arguments: [
        ("BioRad_qPCR_melt", [30, 30], 41), ("PCRedux_RAS002", [192], 40), ("magno_rpa", [90], 61),
        ("rdmlpython_large_DNA_dilutions", [294, 288], 50),
        ("rdmlpython_test_mca_1_raw_data", [50], 0), ("stepone_std", [24], 40),
    ])
    func `Every file reads, run by run`(name: String, reactions: [Int], cycles: Int) throws {
        let runs = try runs(name)
        #expect(runs.map(\.reactions.count) == reactions)
        #expect(runs.first?.cycles == cycles)
        #expect(Set(runs.map(\.identity)).count == runs.count)
        #expect(
            runs.allSatisfy {
                $0.format == .rdml && $0.incomplete == nil && $0.findings.allSatisfy { $0.status != .fail }
            }, "\(runs.map(\.findings))")
    }

    @Test func `StepOne's 40.0 is no Cq, its named wells and standards are read`() throws {
        let run = try #require(try runs("stepone_std").first)
        let controls = run.reactions.filter { $0.sampleType == .ntc }
        #expect(controls.map(\.position.label) == ["A1", "A2", "A3"])
        #expect(controls.allSatisfy { $0.instrumentCq == nil && $0.flags.contains(.undeterminedCq) })
        #expect(Set(run.reactions.compactMap(\.standardQuantity)) == [10000, 5000, 2500, 1250, 625])
        #expect(run.reactions.allSatisfy { $0.dye == "FAM" && $0.target == "RNase P" })
        #expect(run.identity.started == "2006-11-10T09:24:39")
    }

    @Test func `A melting run without amplification keeps its melt points`() throws {
        let run = try #require(try runs("rdmlpython_test_mca_1_raw_data").first)
        #expect(
            run.reactions.allSatisfy {
                $0.melt?.temperature.count == 149 && $0.amplification == nil && $0.dye == "dye 1"
            })
    }

    @Test func `Targets declared after the reactions still give their dye`() throws {
        let run = try #require(try runs("PCRedux_RAS002").first)
        #expect(Set(run.reactions.compactMap(\.dye)).count == 2)
        #expect(run.reactions.allSatisfy { $0.dye != nil })
    }
}
