import Assay
import Foundation
import Quantification
import TestSupport
import Testing

/// Calls against the instrument's on 42 real LightCycler 96 plates, against human raters on reactions that creep, and
/// against a LightCycler 480's on a noisy plate.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct RealCallTests {
    /// Rows of a tab-separated file, by column.
    static func rows(_ path: String, skipping: Int = 0) throws -> [[String: String]] {
        let lines = String(decoding: try SharedData.bytes(path), as: UTF8.self).split(whereSeparator: \.isNewline)
            .dropFirst(skipping)
            .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
        let header = try #require(lines.first)
        return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
    }

    /// Each curve's result, all curves of a file taken as one target.
    static func called(_ path: String, cycles: Int? = nil) throws -> [String: CqResult] {
        let matrix = try readCurveMatrix(String(decoding: try SharedData.bytes(path), as: UTF8.self))
        let curves = matrix.columns.compactMap(\.curve).map {
            AmplificationCurve(fluorescence: Array($0.fluorescence.prefix(cycles ?? 1000)))
        }
        try #require(curves.count == matrix.columns.count)
        return Dictionary(
            zip(matrix.columns.map(\.name), SigmoidEngine().call(curves)), uniquingKeysWith: { first, _ in first })
    }

    /// Counts of calls against a truth.
    struct Agreement {
        var tp = 0.0, fn = 0.0, fp = 0.0, tn = 0.0
        mutating func add(truth: Bool, said: Bool) {
            if truth { if said { tp += 1 } else { fn += 1 } } else { if said { fp += 1 } else { tn += 1 } }
        }
        /// Matthews's correlation coefficient.
        var mcc: Double { (tp * tn - fp * fn) / ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)).squareRoot() }
    }

    /// Cut short, wells whose Cq the instrument reads less than two cycles before the end are not scored.
    @Test(arguments: [nil, 40]) func `42 plates are called as the instrument calls them`(cycles: Int?) throws {
        var agreement = Agreement()
        for (plate, wells) in Dictionary(grouping: try Self.rows("lc96_calls/CALLS.tsv"), by: { $0["plate"] ?? "" }) {
            let results = try Self.called("lc96_calls/\(plate).curves.tsv", cycles: cycles)
            for well in wells where well["label"] != "unsure" {
                let late = cycles.map { (well["instrument_cq"].flatMap(Double.init) ?? 0) > Double($0 - 2) } ?? false
                let result = try #require(results[well["curve"] ?? ""])
                if !late { agreement.add(truth: well["label"] == "y", said: result.call == .positive) }
            }
        }
        #expect(agreement.tp > 3000 && agreement.tn > 100)
        #expect(agreement.mcc >= 0.985, "\(agreement)")
    }

    @Test func `reactions that rise from the first cycles and creep are not called`() throws {
        let results = try Self.called("labels/htPCR2.curves.tsv")
        var agreement = Agreement()
        for row in try Self.rows("labels/LABELS.tsv") where row["dataset"] == "htPCR2" {
            let result = try #require(results[row["match"] ?? ""])
            agreement.add(truth: row["label"] == "y", said: result.call == .positive)
            if result.call == .invalid { #expect(result.reason != nil) }
        }
        #expect(agreement.tp + agreement.fn == 400)
        #expect(agreement.mcc >= 0.85, "\(agreement)")
    }

    @Test func `wells of a noisy plate to which the vendor gives a Cp are positive`() throws {
        let folder = "field/3-noisy-rise-called-negative/"
        let results = try Self.called("\(folder)lc480_plate1.tsv")
        let vendor = try Self.rows("\(folder)lc480_plate1_vendor_Cp.txt", skipping: 1)
        let measured = vendor.filter { $0["Cp"].flatMap(Double.init) != nil }.compactMap {
            $0["Pos"].flatMap { results[$0] }
        }
        #expect(measured.count > 320)
        #expect(measured.count { $0.call != .positive } <= 8)
        for (name, result) in try Self.called("\(folder)variants.tsv") {
            #expect(result.call == .positive, "\(name): \(result.reason ?? "")")
        }
    }

    @Test func `curves that rise in the last cycles are positive, cut to 40 cycles too`() throws {
        let folder = "field/1-late-rise-called-negative/"
        let whole = try Self.called("\(folder)il6_45cycles.tsv"),
            cut = try Self.called("\(folder)il6_first40cycles.tsv")
        for well in ["B4", "C4", "D5", "E5", "G9", "H9"] {
            #expect(whole[well]?.call == .positive && whole[well]?.flags.contains(.lateCq) == true, "\(well)")
        }
        for well in ["F2", "D1", "A10", "F8", "B5", "H5", "G3", "B10", "D8"] {
            let cq = try #require(cut[well]?.cq)
            #expect(abs(cq - (whole[well]?.cq ?? 0)) < 0.7, "\(well)")
        }
        for well in ["B2", "E8", "G2"] {
            #expect(whole[well]?.call == .negative && cut[well]?.call == .negative, "\(well)")
        }
        #expect(try Self.called("\(folder)lc480_M12_N11.tsv").values.allSatisfy { $0.call == .positive })
    }
}
