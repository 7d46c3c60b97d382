import Assay
@testable import Quantification
import Foundation
import TestSupport
import Testing

/// How often the 95 % interval of a quantity holds the declared one, on the public dilution series: each curve in turn is the unknown, the others are the standards.
@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct QuantityCoverageTests {
    static func coverage(_ name: String) throws -> (inside: Int, of: Int) {
        var inside = 0, total = 0
        for curves in Dictionary(grouping: try DilutionSet(name).curves, by: \.target).values {
            let wells = curves.compactMap { curve in curve.logQuantity.flatMap { x in curve.result.cq.map { (x: x, cq: $0, se: curve.result.cqSE) } } }
            guard Set(wells.map(\.x)).count >= 3 else { continue }
            for index in wells.indices {
                let standards = wells.indices.filter { $0 != index }.map { CalibrationPoint(logQuantity: wells[$0].x, cq: wells[$0].cq, molecules: nil) }
                guard let fit = CalibrationFit(standards),
                    let estimate = fit.inversePrediction(cqs: [wells[index].cq], moleculesPerUnit: nil, standardErrors: [wells[index].se]),
                    let low = estimate.low, let high = estimate.high
                else { continue }
                total += 1
                if low <= wells[index].x && wells[index].x <= high { inside += 1 }
            }
        }
        return (inside, total)
    }

    @Test func `it is about so often`() throws {
        var inside = 0, total = 0
        // Of all 17 sets, the three largest included: 1,988 of 2,089.
        for name in ["C60.amp", "batsch1", "batsch4", "boggy", "guescini1", "karlen1", "karlen2", "lc96", "lievens1", "reps", "reps3", "rutledge", "stepone_std"] {
            let found = try Self.coverage(name)
            inside += found.inside
            total += found.of
        }
        #expect((0.93...0.97).contains(Double(inside) / Double(total)), "\(inside) of \(total)")
    }
}
