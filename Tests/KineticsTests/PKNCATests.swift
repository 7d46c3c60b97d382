// Agreement with PKNCA 0.12.1 on its own outputs.
import Foundation
import TestSupport
import Testing

@testable import Kinetics

@Suite(.enabled(if: SharedData.present, Comment(rawValue: SharedData.absence)))
struct PKNCATests {
    @Test("The hand-made profiles agree with PKNCA to its digits")
    func handProfiles() throws {
        try agree(
            series: "kinetics/hand_profiles.csv", column: "conc", lloq: nil, oracle: "kinetics/pknca_hand_profiles.csv")
    }

    @Test("Thirty virtual patients agree with PKNCA to its digits")
    func virtualPatients() throws {
        try agree(
            series: "kinetics/stein_virtual_patients.csv", column: "obs_copies_per_ug", lloq: 50,
            oracle: "kinetics/pknca_stein_virtual.csv")
    }

    /// PKNCA stops its Nelder-Mead search early: its numbers are good to about three digits, and where two windows fit
    /// equally it may take the other.
    @Test("Tobit half-lives of thirty virtual patients agree with PKNCA's")
    func tobit() throws {
        let rows = Dictionary(grouping: try table("kinetics/stein_virtual_patients.csv")) { $0["id"] ?? "" }
        var worst = 0.0
        for row in try table("kinetics/pknca_tobit_half_life.csv") {
            let id = try #require(row["id"])
            let points = try #require(rows[id]).compactMap { r in
                number(r["day"]).map { SeriesPoint(day: $0, copies: number(r["obs_copies_per_ug"]), lloq: 50) }
            }
            let ours = kinetics(of: points).tobitHalfLife
            #expect(ours?.points == number(row["lambda.z.n.points"]).map { Int($0) }, "\(id)")
            #expect(ours?.belowLLOQ == number(row["lambda.z.n.points_blq"]).map { Int($0) }, "\(id)")
            #expect(relative(ours?.residual, number(row["tobit_residual"])) < 0.02, "\(id)")
            #expect(relative(ours?.days, number(row["half.life"])) < 0.01, "\(id)")
            worst = max(worst, relative(ours?.days, number(row["half.life"])))
        }
        print("Tobit: worst relative difference \(worst)")
    }

    private func agree(series: String, column: String, lloq: Double?, oracle: String) throws {
        let rows = Dictionary(grouping: try table(series)) { $0["id"] ?? "" }
        let expected = try table(oracle)
        #expect(expected.count == rows.count)
        var worstArea = 0.0
        var numbers = SeededNumbers(seed: TestSupport.seed(1))
        var worstHalfLife = 0.0
        var compared = 0
        for row in expected {
            let id = try #require(row["id"])
            let points = try #require(rows[id]).compactMap { r in
                number(r["day"]).map { SeriesPoint(day: $0, copies: number(r[column]), lloq: lloq) }
            }
            let report = kinetics(of: points.shuffled(using: &numbers))
            for (key, ours) in [
                ("cmax", report.cmax), ("tmax", report.tmax), ("tlast", report.tlast), ("clast", report.clast),
            ] {
                #expect(ours == number(row[key]), "\(id) \(key)")
            }
            let areas = [
                ("auclast", report.aucLast), ("aucall", report.aucAll), ("aucint_last_0_28", report.auc0to28),
                ("aucint_last_0_84", report.auc0to84),
            ]
            let (last, days) = (report.tlast ?? 0, points.map(\.day).max() ?? 0)
            for (key, ours) in areas {
                // What PKNCA extrapolates in silence, and what it gives up after a loss, are told by our own tests.
                let end = key.hasSuffix("_28") ? 28.0 : 84
                if key.hasPrefix("aucint"), days < end || (last < end && number(row[key]) == nil) { continue }
                compared += 1
                let difference = relative(ours, number(row[key]))
                worstArea = max(worstArea, difference)
                #expect(difference <= 1e-9, "\(id) \(key): \(String(describing: ours)) against \(row[key] ?? "")")
            }
            let difference = relative(report.halfLife?.days, number(row["half_life"]))
            worstHalfLife = max(worstHalfLife, difference)
            #expect(
                difference <= 1e-6,
                "\(id) half-life: \(String(describing: report.halfLife)) against \(row["half_life"] ?? "")")
            #expect(report.halfLife?.points == number(row["n_hl"]).map { Int($0) }, "\(id)")
            #expect(report.halfLife?.firstDay == number(row["hl_t_first"]), "\(id)")
            #expect(relative(report.halfLife?.adjustedR2, number(row["adj_r2"])) < 1e-9, "\(id)")
            #expect(relative(report.halfLife?.span, number(row["span"])) < 1e-6, "\(id)")
        }
        print(
            "\(oracle): worst relative difference of areas \(worstArea), of half-lives \(worstHalfLife); \(compared) "
                + "areas"
        )
    }

    private func relative(_ ours: Double?, _ theirs: Double?) -> Double {
        guard let ours, let theirs else { return (ours == nil) == (theirs == nil) ? 0 : .infinity }
        return ours == theirs ? 0 : (ours - theirs).magnitude / max(theirs.magnitude, 1e-300)
    }

    private func number(_ text: String?) -> Double? {
        text.flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.flatMap { $0.isFinite ? $0 : nil }
    }

    private func table(_ path: String) throws -> [[String: String]] {
        let lines = String(decoding: try SharedData.bytes(path), as: UTF8.self).split(whereSeparator: \.isNewline)
        let header = lines[0].split(separator: ",").map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return Dictionary(uniqueKeysWithValues: zip(header, cells))
        }
    }
}
