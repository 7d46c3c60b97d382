// One curve fitted: first with equal weights, then twice with weights that follow the noise of the fit before.
internal import Assay

struct CurveFit {
    var sigmoid: Sigmoid
    /// Residual sums of squares on the scaled curve, equal weights: of the sigmoid, of a straight line, of a parabola.
    var rss: Double
    var rssLine: Double
    var rssParabola: Double
    /// Weighted residual sum of squares and weights' sum of the last fit.
    var weightedRSS: Double
    var covariance: SIMD8<Double>?
    /// Cycles that the fit used.
    var present: Int
    /// Leading cycles left out because the signal was still settling.
    var settling: Int
    /// The last cycle that the fit used, counted from 1.
    var lastCycle: Int
    /// SD of one cycle, on the scaled curve; nil where it cannot be told.
    var noise: Double?
    /// Drift taken out, scaled fluorescence a cycle, and what the cycles before the rise say of it.
    var drift = 0.0
    var baseline: BaselineSlope?
    /// Variance of the slope that is left in the curve, beside its target's usual one.
    var driftVariance = 0.0

    mutating func update(_ outcome: FitOutcome) {
        sigmoid = outcome.sigmoid
        weightedRSS = outcome.rss
        covariance = outcome.covariance
    }
}

/// Noise of a cycle in the fit's weights: a constant part of this share of the amplitude, beside a part that grows with
/// the signal.
let constantNoiseShare = 0.2
/// Steps allowed to the first fit and to each of the two that follow it.
let iterationsMax = (first: 40, later: 20)

extension CurveWorkspace {
    mutating func fit() -> CurveFit {
        let fit = firstFit()
        // Drift needs no better fit.
        return fit.isDrift ? fit : weighed(fit)
    }

    /// With equal weights.
    mutating func firstFit() -> CurveFit {
        dropFallingEnd()
        var outcome = fitSigmoid(self, from: sigmoidStart(), iterationsMax: iterationsMax.first, tolerance: 1e-2)
        var settling = 0
        for _ in 0..<settlingRoundsMax {
            let found = dropSettlingCycles(outcome.sigmoid)
            if found == 0 { break }
            settling += found
            outcome = fitSigmoid(self, from: outcome.sigmoid, iterationsMax: iterationsMax.later, tolerance: 1e-2)
        }
        let (line, parabola) = polynomialResiduals()
        var present = 0.0, lastCycle = 0
        for i in 0..<count where self.present[i] > 0 {
            present += 1
            lastCycle = i + 1
        }
        return CurveFit(
            sigmoid: outcome.sigmoid, rss: outcome.rss, rssLine: line, rssParabola: parabola, weightedRSS: outcome.rss,
            covariance: nil,
            present: Int(present), settling: settling, lastCycle: lastCycle, noise: noise)
    }

    /// The same curve with weights that follow the noise.
    mutating func weighed(_ first: CurveFit) -> CurveFit {
        var fit = first
        for tolerance in [1e-2, 1e-7] {
            weigh(by: fit.sigmoid)
            fit.update(fitSigmoid(self, from: fit.sigmoid, iterationsMax: iterationsMax.later, tolerance: tolerance))
        }
        fit.baseline = baselineSlope(fit)
        return fit
    }

    /// Loads a curve as an earlier fit saw it: without its spikes, settling cycles, falling end and drift, weighted.
    /// False where nothing varies.
    mutating func reload(_ curve: AmplificationCurve, asIn fit: CurveFit) -> Bool {
        guard loadWithoutSpikes(curve) != nil else { return false }
        dropTrailing(after: fit.lastCycle - 1)
        dropLeading(fit.settling)
        removeDrift(fit.drift)
        weigh(by: fit.sigmoid)
        return true
    }

    /// Weights 1/(constant² + g²): constant noise plus noise in proportion to the rise g.
    mutating func weigh(by sigmoid: Sigmoid) {
        var rise = SigmoidWalk(midpoint: sigmoid.midpoint, steepness: sigmoid.steepness, cycles: padded)
        let f = sigmoid.asymmetry
        var i = 0
        while i < padded {
            let g = exponential(-f * logarithm(1 + rise.next()))
            weight.store(present.lanes(i) / (constantNoiseShare * constantNoiseShare + g * g), at: i)
            i += 4
        }
    }

    /// Residual sums of squares of the best line and the best parabola: what a curve without amplification looks like.
    borrowing func polynomialResiduals() -> (line: Double, parabola: Double) {
        // Orthogonal polynomials over the present cycles (Forsythe 1957).
        var n = 0.0, sx = 0.0, sy = 0.0
        for i in 0..<count {
            n += present[i]
            sx += present[i] * Double(i)
            sy += present[i] * y[i]
        }
        let mean = sx / n
        var s2 = 0.0, s3 = 0.0
        for i in 0..<count {
            let t = Double(i) - mean
            s2 += present[i] * t * t
            s3 += present[i] * t * t * t
        }
        let skew = s2 > 0 ? s3 / s2 : 0
        let spread = s2 / n
        var q2 = 0.0, yt = 0.0, yq = 0.0, yy = 0.0
        for i in 0..<count {
            let t = Double(i) - mean
            let q = t * t - skew * t - spread
            let v = y[i] - sy / n
            q2 += present[i] * q * q
            yt += present[i] * v * t
            yq += present[i] * v * q
            yy += present[i] * v * v
        }
        let line = max(yy - (s2 > 0 ? yt * yt / s2 : 0), 0)
        let parabola = max(line - (q2 > 0 ? yq * yq / q2 : 0), 0)
        return (line, parabola)
    }
}
