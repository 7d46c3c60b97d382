import Assay
import Foundation
@testable import Pages
import Quantification
import Reporting
import RunFormats
import Testing
import TestSupport

/// The vendor's own report of a plate beside our page of it.
@Suite("The vendor's report", .enabled(if: SharedData.present, "\(SharedData.absence)"))
struct VendorReportTests {
    /// What the cells of a row say: texts, and numbers with all their digits.
    private func cells(_ row: Substring) -> (texts: Set<String>, numbers: [Double]) {
        let exact = row.matches(of: /<data value="([^"]*)">/).compactMap { Double($0.1) }
        let texts = row.replacing(/<[^>]*>/, with: "\n").split(separator: "\n").map(String.init)
        return (Set(texts), exact + texts.compactMap(Double.init))
    }

    /// As many digits as are printed there.
    private func prints(_ number: Double, as printed: String) -> Bool {
        if printed.contains("E") {
            return String(format: "%.3E", number).replacing(/E([+-])0*(?=[0-9])/) { "E\($0.1)" } == printed
        }
        return Double(printed).map { abs($0 - number) <= 0.005_001 } ?? false
    }

    @Test("says nothing that our page does not say, well by well")
    func table() throws {
        let run = try #require(try readRuns(SharedData.bytes("lc96/li_aqfl2_plate1.lc96p")).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming(), keepingCurves: true)
        let page = runPage(
            RunDocument(file: "li_aqfl2_plate1.lc96p", sha256: "", analysis: analysis),
            curves: plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init),
            rules: qualityRuleDescriptions, thresholdShare: thresholdShare, programVersion: "1")
        func rows(_ section: String) throws -> [Substring] {
            let part = try #require(page.firstMatch(of: try Regex("<section id=\"\(section)\">(?s:.*?)</section>")))
            return page[part.range].matches(of: /<tr(?s:.*?)<\/tr>/).map(\.output)
        }
        let wells = Dictionary(
            try rows("wells").compactMap { row in
                row.firstMatch(of: /scope="row">([A-H][0-9]+)</).map { (String($0.1), row) }
            },
            uniquingKeysWith: { first, _ in first })
        let samples = Dictionary(
            try rows("samples").compactMap { row in
                row.firstMatch(of: /scope="row">([^<]+)</).map { (String($0.1), row) }
            },
            uniquingKeysWith: { first, _ in first })
        let report = String(
            decoding: try SharedData.bytes("lc96/li_aqfl2_plate1_result_table_from_html.tsv"), as: UTF8.self
        ).split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let heads = try #require(report.first)
        var compared = 0
        for line in report.dropFirst() where line.count == heads.count {
            let said = Dictionary(uniqueKeysWithValues: zip(heads, line))
            let position = try #require(said["Position"]), name = try #require(said["Sample Name"])
            let well = cells(try #require(wells[position])), sample = cells(try #require(samples[name]))
            let call = try #require(said["Call"])
            #expect(well.texts.contains(name) && well.texts.contains(call), "\(position)")
            for (head, row) in [
                ("Cq", well), ("Concentration", well), ("Standard", well), ("Slope", well), ("EPF", well),
                ("Cq Mean", sample), ("Cq Error", sample), ("Concentration Mean", sample),
                ("Concentration Error", sample),
            ] {
                guard let printed = said[head], !printed.isEmpty else { continue }
                compared += 1
                #expect(row.numbers.contains { prints($0, as: printed) }, "\(position) \(head) \(printed)")
            }
        }
        #expect(compared > 700)
        #expect(page.contains("16S rRNA, SYBR Green I"))
        // The line that the vendor fits.
        for printed in ["-3.0902", "20.24", "2.11", "1.59"] { #expect(page.contains(printed), "\(printed)") }
        #expect(page.utf8.count <= 250_000, "\(page.utf8.count)")
    }
}
