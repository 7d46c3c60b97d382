// The line from quantity to Cq and back, with its error: everything an interval on a copy number needs.
import Foundation

/// A standard's well in the fit.
struct CalibrationPoint: Hashable {
    /// log10 of the declared quantity.
    let logQuantity: Double
    let cq: Double
    /// Molecules the reaction started with; nil where the unit does not tell.
    let molecules: Double?
}

/// Weighted least squares of Cq on log10 quantity over individual wells.
///
/// The variance of one well is the technical variance, equal everywhere, plus the variance of counting few molecules, which rises as
/// the quantity falls: Var(Cq) = σ² + (1/ln E)²/N. σ² is the value at which the weighted residuals have the size they should
/// (Paule and Mandel, J Res Natl Bur Stand 1982, 87, 377), and at least `technicalSDFloor`².
struct CalibrationFit: Hashable {
    let slope: Double
    let intercept: Double
    let r2: Double
    let n: Int
    /// Technical variance of one well, cycles².
    let technicalVariance: Double
    /// Σw, the weighted mean of log10 quantity, and Σw(x − x̄)².
    let weightSum: Double
    let meanLogQuantity: Double
    let sxx: Double

    /// No pipette is better than this, cycles.
    static let technicalSDFloor = 0.02
    /// Cycles for a factor of e at perfect doubling: 1/ln 2.
    static let cyclesPerE = 1 / log(2.0)
    private static let bisections = 60

    /// Nil where the points do not span two quantities or give no falling line.
    init?(_ points: [CalibrationPoint]) {
        let floor = Self.technicalSDFloor * Self.technicalSDFloor
        guard points.count >= 2, var line = Self.line(points, technicalVariance: floor) else { return nil }
        var variance = floor
        if points.count > 2, line.chiSquare > Double(points.count - 2) {
            var low = floor
            var high = floor * 2
            while let trial = Self.line(points, technicalVariance: high), trial.chiSquare > Double(points.count - 2), high < 1e6 { high *= 4 }
            for _ in 0..<Self.bisections {
                variance = (low + high) / 2
                guard let trial = Self.line(points, technicalVariance: variance) else { return nil }
                line = trial
                if trial.chiSquare > Double(points.count - 2) { low = variance } else { high = variance }
            }
        }
        guard line.slope < 0, line.slope.isFinite, line.intercept.isFinite else { return nil }
        slope = line.slope
        intercept = line.intercept
        r2 = line.r2
        n = points.count
        technicalVariance = variance
        weightSum = line.weightSum
        meanLogQuantity = line.meanX
        sxx = line.sxx
    }

    /// Amplification factor a cycle, 10^(−1/slope).
    var efficiency: Double { pow(10, -1 / slope) }

    func cq(atLogQuantity x: Double) -> Double { intercept + slope * x }
    func logQuantity(atCq cq: Double) -> Double { (cq - intercept) / slope }

    /// Variance of the Cq of one well that starts with `molecules`, cycles².
    func variance(molecules: Double?) -> Double { technicalVariance + countingVariance(molecules: molecules) }

    private struct Line {
        var slope, intercept, r2, chiSquare, weightSum, meanX, sxx: Double
    }

    private static func line(_ points: [CalibrationPoint], technicalVariance: Double) -> Line? {
        let weights = points.map { 1 / (technicalVariance + countingVariance(molecules: $0.molecules)) }
        var w = 0.0, wx = 0.0, wy = 0.0
        for (point, weight) in zip(points, weights) {
            w += weight
            wx += weight * point.logQuantity
            wy += weight * point.cq
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
        let residual = max(0, syy - slope * sxy)
        return Line(
            slope: slope, intercept: meanY - slope * meanX, r2: syy > 0 ? 1 - residual / syy : 0, chiSquare: residual, weightSum: w,
            meanX: meanX, sxx: sxx)
    }
}

/// Variance of a Cq that comes from counting: N molecules are drawn with Poisson error, ln N varies by 1/N, and a factor of e is
/// 1/ln 2 cycles. (0.626/√N in cycles² of log10 terms is the same thing: clinical practice quotes 1.44/√N cycles.)
func countingVariance(molecules: Double?) -> Double {
    guard let molecules, molecules > 0 else { return 0 }
    return CalibrationFit.cyclesPerE * CalibrationFit.cyclesPerE / max(molecules, 0.1)
}
