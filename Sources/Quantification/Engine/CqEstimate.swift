// The Cq of one curve and how far it can be trusted.

/// The Cq is read where the curve has risen by this share of its plateau: low enough to be in the early phase, high enough to stand out of the
/// noise. Between 0.1 and 0.2 the accuracy hardly changes.
let quantificationRise = 0.15

struct CqEstimate {
    /// Cq in cycles counted from 1.
    var cycle: Double
    /// Cycles: what the fit leaves open, what the baseline's slope leaves open, what pipetting adds, and the chance in counting few molecules.
    var standardError: Double

    init(_ fit: CurveFit, logThreshold: Double, efficiency: Double) {
        cycle = fit.sigmoid.cycle(atLogRise: logThreshold)
        let lnEfficiency = logarithm(efficiency)
        let copies = exponential(logarithm(copiesAtThreshold) - cycle * lnEfficiency)
        let counting = min(1 / (copies * lnEfficiency * lnEfficiency), 1)
        standardError = (fit.variance(atLogRise: logThreshold) + fit.driftVarianceOfCq + technicalError * technicalError + counting).squareRoot()
    }
}

extension CurveFit {
    /// Variance of the cycle at `logRise` from the scatter about the fit (delta method in m, ln k, ln f).
    func variance(atLogRise logRise: Double) -> Double {
        guard let c = covariance else { return 0 }
        let by = sigmoid.cycleGradient(atLogRise: logRise)
        let quadratic =
            c[0] + 2 * c[1] * by[1] + 2 * c[2] * by[2] + c[3] * by[1] * by[1] + 2 * c[4] * by[1] * by[2] + c[5] * by[2] * by[2]
        return max(quadratic, 0) * weightedRSS / Double(max(present - 5, 1))
    }
}

extension CurveFit {
    /// Variance of the Cq from what is not known of the baseline's slope.
    fileprivate var driftVarianceOfCq: Double {
        let move = baseline?.cqPerSlope ?? 0
        return min(move * move * driftVariance, 1)
    }
}

/// Pipetting and well-to-well differences that no curve shows, cycles: a tenth of the volume.
let technicalError = 0.15
/// Copies in a reaction at the threshold: a plateau holds some 2·10^12, limited by 0.2 µM of primer in 20 µl.
let copiesAtThreshold = 3e11
