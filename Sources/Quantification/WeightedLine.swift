// One weighted line through the standards, and how likely its weights are.
import Foundation

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
        var w = 0.0, wx = 0.0, wy = 0.0, logWeights = 0.0
        for (point, weight) in zip(points, weights) {
            w += weight
            wx += weight * point.logQuantity
            wy += weight * point.cq
            logWeights += log(weight)
        }
        let meanX = wx / w, meanY = wy / w
        var sxx = 0.0, sxy = 0.0, syy = 0.0
        for (point, weight) in zip(points, weights) {
            let dx = point.logQuantity - meanX, dy = point.cq - meanY
            sxx += weight * dx * dx
            sxy += weight * dx * dy
            syy += weight * dy * dy
        }
        guard sxx > 1e-12 * w, syy.isFinite else { return nil }
        let slope = sxy / sxx
        let intercept = meanY - slope * meanX
        // From the residuals themselves: syy − slope·sxy would lose every digit on a perfect line.
        let residual = zip(points, weights).reduce(0) { sum, pair in
            let r = pair.0.cq - intercept - slope * pair.0.logQuantity
            return sum + pair.1 * r * r
        }
        let freedom = Double(points.count - 2)
        scatter = freedom > 0 ? residual / freedom : 0
        logLikelihood = logWeights / 2 - freedom / 2 * log(max(scatter, Self.scatterMin)) - log(w * sxx) / 2
        self.slope = slope
        self.intercept = intercept
        r2 = syy > 0 ? max(0, 1 - residual / syy) : 0
        self.ratio = ratio
        self.lowest = lowest
        weightSum = w
        self.meanX = meanX
        self.sxx = sxx
    }

    /// Of one well.
    func weight(atLogQuantity x: Double) -> Double { Self.weight(ratio, lowest, x) }

    private static func weight(_ ratio: Double, _ lowest: Double, _ x: Double) -> Double {
        1 / (1 + ratio * pow(10, lowest - x))
    }
}
