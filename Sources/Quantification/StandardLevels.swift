// Standards of one target, gathered by their declared quantity.
import Assay
import Foundation
import Statistics

/// Wells of one declared quantity. Excluded wells are counted apart: they enter nothing, but a level that has lost them
/// all says so.
struct StandardLevel: Hashable {
    let quantity: Double
    /// Cq of the counted wells that amplified.
    var cqs: [Double]
    /// Counted wells that were called negative.
    var negatives: Int
    /// Counted wells without a readable curve.
    var invalid: Int
    var excluded: Int

    var meanCq: Double? { mean(cqs) }

    /// Cycles between the earliest and the latest replicate.
    var range: Double { (cqs.max() ?? 0) - (cqs.min() ?? 0) }

    /// Coefficient of variation of the quantities at perfect doubling; nil below two wells.
    var quantityCV: Double? { coefficientOfVariation(cqs, cyclesPerE: CalibrationFit.cyclesPerE) }
}

/// Coefficient of variation of the back-calculated quantities for log-normal replicates, √(e^(SD²·(ln E)²) − 1); nil
/// below two wells.
/// - Parameter cyclesPerE: cycles for a factor of e, 1/ln E.
func coefficientOfVariation(_ cqs: [Double], cyclesPerE: Double) -> Double? {
    guard let sd = standardDeviation(cqs) else { return nil }
    return (exp(min(sd * sd / (cyclesPerE * cyclesPerE), 50)) - 1).squareRoot()
}

/// The levels of a target from the highest quantity to the lowest. Standards without a usable quantity belong to none.
func standardLevels(of group: TargetGroup) -> [StandardLevel] {
    var levels: [StandardLevel] = []
    for standard in group.reactions where standard.reaction.sampleType == .standard {
        guard let quantity = usableQuantity(standard) else { continue }
        let index =
            levels.firstIndex { abs($0.quantity - quantity) <= 1e-6 * quantity }
            ?? {
                levels.append(StandardLevel(quantity: quantity, cqs: [], negatives: 0, invalid: 0, excluded: 0))
                return levels.count - 1
            }()
        if !standard.counts {
            levels[index].excluded += 1
        } else if let cq = standard.countedCq {
            levels[index].cqs.append(cq)
        } else if standard.call == .negative {
            levels[index].negatives += 1
        } else {
            levels[index].invalid += 1
        }
    }
    return levels.sorted { $0.quantity > $1.quantity }
}

/// A quantity that a logarithm can be taken of.
func usableQuantity(_ standard: CalledReaction) -> Double? {
    standard.reaction.standardQuantity.flatMap { (1e-100...1e100).contains($0) ? $0 : nil }
}
