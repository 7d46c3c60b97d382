// The Cq of one curve and how far it can be trusted.

/// The Cq is read where the curve has risen by this share of its plateau: low enough to be in the early phase, high enough to stand out of the
/// noise. Between 0.1 and 0.2 the accuracy hardly changes.
let quantificationRise = 0.15

struct CqEstimate {
    /// Cq in cycles counted from 1.
    var cycle: Double
    /// Cycles: what the fit leaves open, what pipetting adds, and the chance in counting few molecules.
    var standardError: Double

    init(_ fit: CurveFit, logThreshold: Double, efficiency: Double) {
        cycle = fit.sigmoid.cycle(atLogRise: logThreshold)
        let lnEfficiency = logarithm(efficiency)
        let copies = exponential(logarithm(copiesAtThreshold) - cycle * lnEfficiency)
        let counting = min(1 / (copies * lnEfficiency * lnEfficiency), 1)
        standardError = (fit.variance(atLogRise: logThreshold) + technicalError * technicalError + counting).squareRoot()
    }
}

extension CurveFit {
    /// Variance of the cycle at `logRise` from the scatter about the fit (delta method in m, ln k, ln f).
    func variance(atLogRise logRise: Double) -> Double {
        guard let c = covariance else { return 0 }
        let s = sigmoid
        // t = m − ln(v − 1)/k with v = e^(−logRise/f): dt/d ln k = ln(v − 1)/k, dt/d ln f = (v ln v)/(v − 1)/k.
        let lnV = -logRise / s.asymmetry
        let v = exponential(lnV)
        let bySteepness = logarithm(v - 1) / s.steepness
        let byAsymmetry = v * lnV / (v - 1) / s.steepness
        let quadratic =
            c[0] + 2 * c[1] * bySteepness + 2 * c[2] * byAsymmetry + c[3] * bySteepness * bySteepness
            + 2 * c[4] * bySteepness * byAsymmetry + c[5] * byAsymmetry * byAsymmetry
        return max(quadratic, 0) * weightedRSS / Double(max(present - 5, 1))
    }
}

/// Pipetting and well-to-well differences that no curve shows, cycles: a tenth of the volume.
let technicalError = 0.15
/// Copies in a reaction at the threshold: a plateau holds some 2·10^12, limited by 0.2 µM of primer in 20 µl.
let copiesAtThreshold = 3e11
