// Real LightCycler 96 containers against what the vendor's own software shows of them.
import Assay
import Foundation
import RunFormats
import TestSupport
import Testing

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)"))
struct RealContainerTests {
    private func run(_ path: String) throws -> Run {
        let runs = try readRuns(SharedData.bytes(path))
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    /// The vendor writes 15.10 and 4.618E+1: equal at the digits it prints.
    private func agrees(_ value: Double?, _ printed: String) -> Bool {
        guard !printed.isEmpty, printed != "-" else { return value == nil }
        guard let value, let shown = Double(printed) else { return false }
        let mantissa = printed.prefix { $0 != "E" }
        let decimals = mantissa.split(separator: ".").dropFirst().first?.count ?? 0
        let exponent = printed.split(separator: "E").dropFirst().first.flatMap { Int($0) } ?? 0
        return abs(value - shown) <= 0.500001 * pow(10, Double(exponent - decimals))
    }

    @Test func `All 96 rows of the vendor's result table come out of its container`() throws {
        let run = try run("lc96/li_aqfl2_plate1.lc96p")
        let text = String(
            decoding: try SharedData.bytes("lc96/li_aqfl2_plate1_result_table_from_html.tsv"), as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        let byWell = Dictionary(grouping: run.reactions, by: \.position.label)
        #expect(lines.count == 97)
        for line in lines.dropFirst() {
            let row = Dictionary(uniqueKeysWithValues: zip(header, line))
            let well = try #require(row["Position"])
            let reaction = try #require(byWell[well]?.first)
            #expect(agrees(reaction.instrumentCq, row["Cq"] ?? ""), "\(well) Cq")
            #expect(agrees(reaction.instrumentQuantity, row["Concentration"] ?? ""), "\(well) concentration")
            #expect(agrees(reaction.standardQuantity, row["Standard"] ?? ""), "\(well) standard")
            #expect(reaction.instrumentCall?.rawValue == row["Call"], "\(well) call")
            #expect(reaction.sampleName == row["Sample Name"], "\(well) sample")
            #expect(reaction.target == row["Gene Name"], "\(well) gene")
            #expect(reaction.dye == row["Dye"], "\(well) dye")
        }
    }

    @Test func `The run's identity, times and digest are those of the members`() throws {
        let run = try run("lc96/li_aqfl1_run1-plate1.lc96p")
        #expect(run.format == .lc96)
        #expect(
            run.identity
                == RunIdentity(
                    id: "627e0ee4-ba08-4118-8cbc-a07f1ff81f7e", serial: "000000000011689",
                    started: "2019-01-29T15:28:10"))
        #expect(run.saved == "2020-02-13T15:44:55")
        #expect(run.software == "LightCycler® 96 1.01.01.0050")
        #expect(run.instrument == "LC96SN11689")
        #expect(run.cycles == 45)
        #expect(run.cycleSeconds.count == 45 && run.cycleSeconds.first == 241.594)
        #expect(run.endSeconds == 5000)
        #expect(run.incomplete == nil)
        #expect(run.findings.allSatisfy { $0.status == .pass }, "\(run.findings)")
        #expect(run.findings.contains { $0.rule == "manifest_digest" })
        #expect(run.reactions.count == 96)
        #expect(run.reactions.allSatisfy { $0.amplification?.fluorescence.count == 45 })
        #expect(run.reactions.allSatisfy { [158, 160].contains($0.melt?.temperature.count) })
    }

    @Test func `Only the standards a person excluded are excluded`() throws {
        let run = try run("lc96/li_aqfl1_run1-plate1.lc96p")
        let excluded = run.reactions.filter(\.excluded)
        #expect(excluded.map(\.position.label) == ["G8", "G9"])
        #expect(
            excluded.allSatisfy {
                $0.instrumentCq == nil && $0.standardQuantity == 1e-5 && $0.flags.contains(.excluded)
            })
        #expect(run.reactions.filter { $0.sampleType == .unused }.count == 24)
        #expect(
            run.reactions.filter { $0.sampleType == .unused }.allSatisfy {
                $0.sampleName.isEmpty && $0.target == nil && $0.instrumentCq == nil
            })
    }

    @Test func `Four dyes a well keep the vendor's calls`() throws {
        let run = try run("lc96/lc96_bACTXY.rdml")
        #expect(run.reactions.count == 384)
        #expect(run.reactions.filter { $0.instrumentCall == .positive }.count == 81)
        #expect(run.reactions.filter { $0.instrumentCall == .negative }.count == 258)
        #expect(run.reactions.filter { $0.instrumentCall == .invalid }.count == 45)
        #expect(run.reactions.filter { $0.instrumentCq != nil }.count == 56)
        #expect(Set(run.reactions.compactMap(\.target)) == ["bACT", "X", "Y", "IPC"])
        #expect(Set(run.reactions.compactMap(\.dye)) == ["FAM", "Hex", "Texas Red", "Cy5"])
        #expect(run.reactions.first { $0.position.label == "A1" }?.instrumentCq == nil)
        #expect(run.cycles == 50)
        #expect(run.cycleSeconds.count == 50 && run.cycleSeconds.first == 428.873 && run.cycleSeconds.last == 5556.86)
        #expect(run.endSeconds == 5574)
        #expect(run.reactions.allSatisfy { $0.melt == nil })
    }
}
