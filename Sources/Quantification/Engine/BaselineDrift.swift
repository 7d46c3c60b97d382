// A baseline that climbs or falls through the run (settling dye, bleaching, a warming lid) tilts the whole curve, and a
// sigmoid on a level baseline then reads the Cq early or late by a cycle and more. The curves of a target tell what is
// usual among them: most differ by ripple that estimating would only make worse, a few by a drift of their own. What
// stands out of the ripple is taken out of the whole curve as a straight line (empirical Bayes with a spike and a wide
// slab, Mitchell & Beauchamp 1988; figures in Benchmarks/README.md).
internal import Assay

enum DriftLimits {
    /// Slopes that count, in plateaus a cycle: of a target's usual curve, and of the spread of its curves. Beyond,
    /// every slope is taken out.
    static let shared = 0.001, spread = 0.0004
    /// A curve of its own drift differs from its target by this, and by so many standard deviations of the target's
    /// curves and of its own error.
    static let own = 0.0003, standardDeviations = 3.0
    /// A difference beyond this is drift even where the baseline seems bent: no start settles as steeply.
    static let steep = 0.002
    /// The ripple of published plates, plateaus a cycle, and how many curves' worth it is believed; a target of few
    /// curves tells little of its own.
    static let ripple = 0.0001, rippleCurves = 8.0
    /// Curves' worth of belief that a target's usual baseline is level.
    static let levelCurves = 4.0
    /// An extrapolated plateau says little of how large the curve is.
    static let amplitudeMax = 1.5
    static let rounds = 3
    /// Changes of the drift below this move no Cq by two thousandths of a cycle.
    static let tolerance = 1e-5
}

extension CurveFit {
    /// Of the plateau, as far as it was seen.
    fileprivate var plateauSeen: Double { min(sigmoid.amplitude, DriftLimits.amplitudeMax) }

    /// Plateaus a cycle; nil where the slope is not known.
    var relativeSlope: Double? { baseline.map { $0.perCycle / plateauSeen } }

    func shape(logPlateau: Double) -> CurveShape {
        CurveShape(
            plateau: exponential(logPlateau), baselineSlope: relativeSlope,
            cqPerSlope: baseline?.cqPerSlope.map { $0 * plateauSeen })
    }
}

/// What the baselines of a target's curves have in common, in plateaus a cycle.
private struct UsualSlope {
    private let centre: Double
    /// Standard deviation of the curves that do not drift by themselves.
    private let spread: Double
    /// How far every curve's whole slope is believed, 0…1.
    private let whole: Double

    init(_ slopes: [Double]) {
        let n = Double(slopes.count), middle = median(slopes)
        let seen = 1.4826 * median(slopes.map { abs($0 - middle) })
        centre = middle * n / (n + DriftLimits.levelCurves)
        let prior = DriftLimits.rippleCurves * DriftLimits.ripple * DriftLimits.ripple
        spread = ((n * seen * seen + prior) / (n + DriftLimits.rippleCurves)).squareRoot()
        whole = max(belief(middle, above: DriftLimits.shared), belief(seen, above: DriftLimits.spread))
    }

    /// What of a curve's slope is drift, and the variance of what that leaves in the curve beside its target's; scaled
    /// fluorescence a cycle.
    func drift(of baseline: BaselineSlope, plateau: Double) -> (drift: Double, variance: Double) {
        let slope = baseline.perCycle / plateau, apart = slope - centre
        let scatter = baseline.standardError / plateau, bend = baseline.bend / plateau,
            error = (scatter * scatter + bend * bend).squareRoot()
        let own = max(
            belief(apart, above: max(DriftLimits.own, DriftLimits.standardDeviations * max(spread, error))),
            belief(apart, above: max(DriftLimits.steep, DriftLimits.standardDeviations * scatter)))
        let all = abs(slope) > DriftLimits.standardDeviations * scatter ? whole : 0
        let believed = all + (1 - all) * own
        let left = (1 - believed) * apart
        // Where every slope is taken out, the spread is drift and no longer in the curves; the ripple is.
        let ripple = all * DriftLimits.ripple * DriftLimits.ripple + (1 - all) * spread * spread
        let variance = left * left + believed * believed * (error * error + ripple)
        return (plateau * (all * slope + (1 - all) * own * apart), plateau * plateau * variance)
    }
}

/// 0 up to the limit, then quickly to 1: a garrote (Breiman 1995) to the fourth power.
private func belief(_ slope: Double, above limit: Double) -> Double {
    let ratio = limit * limit / max(slope * slope, 1e-300)
    return max(1 - ratio * ratio, 0)
}

/// Takes the drift out of the amplified curves of one target and fits them again, until fit and drift agree.
func removeDrifts(_ assessed: inout [AssessedCurve], of curves: [AmplificationCurve], _ space: inout CurveWorkspace) {
    for _ in 0..<DriftLimits.rounds {
        let slopes = assessed.compactMap { $0.amplifiedFit?.relativeSlope }
        guard !slopes.isEmpty else { return }
        let usual = UsualSlope(slopes)
        var changed = false
        for i in assessed.indices {
            guard var fit = assessed[i].amplifiedFit, let baseline = fit.baseline else { continue }
            let (drift, variance) = usual.drift(of: baseline, plateau: fit.plateauSeen)
            fit.driftVariance = variance
            if abs(drift - fit.drift) > DriftLimits.tolerance {
                let level = fit
                fit.drift = drift
                if space.reload(curves[i], asIn: fit) {
                    fit.update(
                        fitSigmoid(space, from: fit.sigmoid, iterationsMax: iterationsMax.later, tolerance: 1e-5))
                    fit.baseline = space.baselineSlope(fit)
                    changed = true
                } else {
                    fit = level
                }
            }
            assessed[i].fit = fit
        }
        if !changed { return }
    }
}
