// The Cq of one curve and how far it can be trusted.

/// The Cq is read where the curve has risen by this share of its plateau: low enough to be in the early phase, high
/// enough to stand out of the noise. Between 0.1 and 0.2 the accuracy hardly changes.
let quantificationRise = 0.15

struct CqEstimate {
    /// Cq in cycles counted from 1.
    var cycle: Double
    /// Cycles: what the fit leaves open, what the baseline's slope leaves open, what pipetting adds, and the chance in
    /// counting few molecules.
    var standardError: Double

    /// `levelVariance`: of ln of a fixed fluorescence at which the curve is read (`UsualRise`); nil where it is read at
    /// a share of its own plateau.
    init(_ fit: CurveFit, logThreshold: Double, efficiency: Double, levelVariance: Double? = nil) {
        cycle = fit.sigmoid.cycle(atLogRise: logThreshold)
        let lnEfficiency = logarithm(efficiency)
        let copies = exponential(logarithm(copiesAtThreshold) - cycle * lnEfficiency)
        let counting = min(1 / (copies * lnEfficiency * lnEfficiency), 1)
        let reading =
            levelVariance.map { fit.variance(atLevel: logThreshold) + $0 / (lnEfficiency * lnEfficiency) }
            ?? fit.variance(atLogRise: logThreshold)
        standardError = (reading + fit.driftVarianceOfCq + technicalError * technicalError + counting).squareRoot()
    }

    /// A signal that rises as the run ends may reach the threshold after it. The last cycle then stands for the Cq, and
    /// how far beyond it lies adds to the standard error, which is nowhere larger than the run is long. Returns whether
    /// that was so.
    mutating func hold(before lastCycle: Double) -> Bool {
        defer { standardError = min(standardError, lastCycle) }
        let beyond = cycle - lastCycle
        guard beyond > 0 else { return false }
        cycle = lastCycle
        standardError = (standardError * standardError + beyond * beyond).squareRoot()
        return true
    }
}

extension CurveFit {
    /// Variance of the cycle at `logRise` from the scatter about the fit (delta method in m, ln k, ln f).
    func variance(atLogRise logRise: Double) -> Double {
        guard let c = covariance else { return 0 }
        let by = sigmoid.cycleGradient(atLogRise: logRise)
        let quadratic =
            c[0] + 2 * c[1] * by[1] + 2 * c[2] * by[2] + c[3] * by[1] * by[1] + 2 * c[4] * by[1] * by[2] + c[5] * by[2]
            * by[2]
        return max(quadratic, 0) * weightedRSS / Double(max(present - 5, 1))
    }
}

extension CurveFit {
    /// Variance of the cycle at which the curve passes a given fluorescence, ln of the share of its own (extrapolated)
    /// plateau: the noise of one cycle there over the slope there. The plateau, which is not in view, plays no part in
    /// it.
    func variance(atLevel logRise: Double) -> Double {
        let rise = exponential(logRise)
        let noise = weightedRSS / Double(max(present - 5, 1)) * (constantNoiseShare * constantNoiseShare + rise * rise)
        let slope = sigmoid.amplitude * rise * sigmoid.growthRate(atRise: rise)
        return slope > 0 ? noise / (slope * slope) : .infinity
    }

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
