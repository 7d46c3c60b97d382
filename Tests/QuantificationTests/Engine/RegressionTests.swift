import Assay
import Foundation
import Quantification
import TestSupport
import Testing

/// What was reached on every public set: no change may make it worse unseen.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)"))
struct RegressionTests {
    /// Set, rmse of log10 quantity reached, failed curves. `Benchmarks/` scores all sets.
    static let reached: [(set: String, rmse: Double, failed: Int)] = [
        ("batsch1", 0.0546, 0),
        ("batsch4", 0.1273, 0),
        ("boggy", 0.0676, 0),
        ("reps3", 0.0335, 0),
        ("stepone_std", 0.0130, 0),
        ("guescini1", 0.0620, 0),
        ("karlen1", 0.0593, 0),
        ("karlen2", 0.0425, 0),
        ("lc96", 0.0902, 9),
        ("C60.amp", 0.1303, 0),
        ("amc_p3", 0.0611, 0),
        ("competimer", 0.0653, 2),
        ("dkfz_p11", 0.0989, 0),
        ("lievens1", 0.1004, 0),
        ("reps", 0.1179, 0),
        ("rutledge", 0.0311, 0),
        ("vermeulen2", 0.0830, 0),
    ]
    /// A gain or a loss above 2 % is worth a line in the table.
    static let tolerance = 0.02

    @Test(arguments: reached)
    func theAccuracyOfASetIsKept(_ expected: (set: String, rmse: Double, failed: Int)) throws {
        let set = try DilutionSet(expected.set)
        #expect(abs(set.rmse - expected.rmse) <= Self.tolerance * expected.rmse, "\(expected.set): rmse \(set.rmse)")
        #expect(set.failed == expected.failed)
        for curve in set.curves {
            #expect(curve.result.call == .positive || curve.result.reason != nil, "\(curve.name)")
        }
    }

    @Test func standardErrorsCoverTheReplicates() throws {
        var inside = 0, total = 0
        for name in ["reps3", "batsch1", "boggy", "stepone_std", "guescini1", "lc96", "C60.amp"] {
            let coverage = try DilutionSet(name).coverage
            inside += coverage.inside
            total += coverage.of
        }
        let share = Double(inside) / Double(total)
        #expect((0.90...0.99).contains(share), "\(inside) of \(total)")
    }

    @Test func callsAgreeWithHumanRaters() throws {
        var wrong = 0, total = 0
        let labels = String(decoding: try SharedData.bytes("labels/LABELS.tsv"), as: UTF8.self)
        for set in ["stepone_std", "lc96"] {
            let calls = Dictionary(
                try DilutionSet(set).curves.map { ($0.name, $0.result.call) }, uniquingKeysWith: { first, _ in first })
            for line in labels.split(whereSeparator: \.isNewline) {
                let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                guard cells.count > 7, cells[0].hasPrefix(set), let call = calls[cells[7]],
                    cells[2] == "y" || cells[2] == "n"
                else { continue }
                total += 1
                if (call == .positive) != (cells[2] == "y") { wrong += 1 }
            }
        }
        #expect(total > 80)
        #expect(wrong <= 4, "\(wrong) of \(total)")
    }
}
