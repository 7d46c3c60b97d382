import Assay
@testable import Quantification
import Foundation
import TestSupport
import Testing

/// How often the 95 % interval of a quantity holds the declared one, on the public dilution series, as a patient's
/// sample is measured: no well of its dilution is among the standards, and three wells are joined.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct QuantityCoverageTests {
    struct Count {
        var inside = 0, of = 0
        var share: Double { Double(inside) / Double(max(of, 1)) }
    }

    /// Sets whose quantities are molecules in a reaction; the others' are relative.
    static let counted: Set = ["stepone_std", "vermeulen2"]
    /// Four levels that are left tell little of a line.
    static let levelsMin = 5
    static let wellsJoined = 3

    /// By decades below the highest level of the target.
    static func coverage(_ name: String) throws -> [Int: Count] {
        var found: [Int: Count] = [:]
        for curves in Dictionary(grouping: try DilutionSet(name).curves, by: \.target).values {
            let wells = curves.compactMap { curve in
                curve.logQuantity.flatMap { x in curve.result.cq.map { (x: x, cq: $0, se: curve.result.cqSE) } }
            }
            let levels = Set(wells.map(\.x)).sorted()
            guard levels.count >= levelsMin, let highest = levels.last else { continue }
            for level in levels {
                let standards = wells.filter { $0.x != level }.map {
                    CalibrationPoint(
                        logQuantity: $0.x, cq: $0.cq, molecules: counted.contains(name) ? pow(10, $0.x) : nil)
                }
                guard let fit = CalibrationFit(standards, dilutionError: QualityLimits().dilutionError) else {
                    continue
                }
                let own = wells.filter { $0.x == level }
                for start in stride(from: 0, through: own.count - wellsJoined, by: wellsJoined) {
                    let sample = own[start..<start + wellsJoined]
                    guard
                        let estimate = fit.inversePrediction(
                            cqs: sample.map(\.cq), moleculesPerUnit: counted.contains(name) ? 1 : nil,
                            standardErrors: sample.map(\.se)),
                        let low = estimate.low, let high = estimate.high
                    else { continue }
                    found[Int((highest - level + 1e-9).rounded(.down)), default: Count()].of += 1
                    if low <= level && level <= high {
                        found[Int((highest - level + 1e-9).rounded(.down)), default: Count()].inside += 1
                    }
                }
            }
        }
        return found
    }

    @Test func `it is about so often, at every quantity`() throws {
        var decades: [Int: Count] = [:]
        for name in [
            "amc_p3", "batsch1", "batsch4", "dkfz_p11", "guescini1", "karlen2", "lievens1", "reps", "reps3", "rutledge",
            "stepone_std", "vermeulen2",
        ] {
            for (decade, count) in try Self.coverage(name) {
                decades[decade, default: Count()].inside += count.inside
                decades[decade, default: Count()].of += count.of
            }
        }
        let pooled = decades.values.reduce(into: Count()) {
            $0.inside += $1.inside; $0.of += $1.of
        }
        #expect((0.93...0.97).contains(pooled.share), "\(pooled)")
        // Below the fifth decade so few are left that their share says nothing; above 98 % only by as much as chance
        // allows.
        for (decade, count) in decades where count.of >= 50 {
            let chance = 2 * (0.98 * 0.02 / Double(count.of)).squareRoot()
            #expect((0.90...(0.98 + chance)).contains(count.share), "decade \(decade): \(count)")
        }
    }
}
