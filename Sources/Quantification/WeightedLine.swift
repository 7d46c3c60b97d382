// One weighted line through the standards, and how likely its weights are.
import Foundation
internal import Statistics

/// Least squares with weights 1/(1 + ρ·q₀/q).
struct WeightedLine {
    let slope: Double
    let intercept: Double
    /// Weighted share of the variance that the line explains.
    let r2: Double
    let ratio: Double
    /// Residual variance for a weight of 1: weighted residual squares / (n − 2); 0 for two points.
    let scatter: Double
    /// Restricted log-likelihood, up to a constant.
    let logLikelihood: Double
    let weightSum: Double
    let meanX: Double
    let sxx: Double
    private let lowest: Double

    /// Residual variances below this are rounding, cycles².
    private static let scatterMin = 1e-12

    /// - Parameter lowest: log10 of q₀. Nil where the points do not span two quantities.
    init?(_ points: [CalibrationPoint], ratio: Double, lowest: Double) {
        let weights = points.map { Self.weight(ratio, lowest, $0.logQuantity) }
        let sums = LineSums(zip(points, weights).map { (x: $0.logQuantity, y: $0.cq, weight: $1) })
        let logWeights = weights.reduce(0) { $0 + log($1) }
        guard sums.sxx > 1e-12 * sums.weight, sums.syy.isFinite else { return nil }
        let (slope, intercept) = (sums.slope, sums.intercept)
        // From the residuals themselves: syy − slope·sxy would lose every digit on a perfect line.
        let residual = zip(points, weights).reduce(0) { sum, pair in
            let r = pair.0.cq - intercept - slope * pair.0.logQuantity
            return sum + pair.1 * r * r
        }
        let freedom = Double(points.count - 2)
        scatter = freedom > 0 ? residual / freedom : 0
        logLikelihood =
            logWeights / 2 - freedom / 2 * log(max(scatter, Self.scatterMin)) - log(sums.weight * sums.sxx) / 2
        self.slope = slope
        self.intercept = intercept
        r2 = sums.syy > 0 ? max(0, 1 - residual / sums.syy) : 0
        self.ratio = ratio
        self.lowest = lowest
        (weightSum, meanX, sxx) = (sums.weight, sums.meanX, sums.sxx)
    }

    /// Of one well.
    func weight(atLogQuantity x: Double) -> Double { Self.weight(ratio, lowest, x) }

    private static func weight(_ ratio: Double, _ lowest: Double, _ x: Double) -> Double {
        1 / (1 + ratio * pow(10, lowest - x))
    }
}
