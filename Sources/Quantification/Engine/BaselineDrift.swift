// A baseline that climbs or falls through the run (settling dye, bleaching, a warming lid) tilts the whole curve, and a sigmoid on a level baseline
// then reads the Cq early or late by a cycle and more. The cycles before the rise show the drift; where it is more than the ripple that every
// instrument has, it is taken out of the whole curve as a straight line. Small slopes stay: estimating them costs more than they do (Benchmarks/README.md).
internal import Assay

/// Slope of the baseline before the rise, in scaled fluorescence a cycle, drift already taken out included.
struct BaselineSlope {
    var perCycle: Double
    var standardError: Double
}

enum DriftLimits {
    /// The baseline ends where the curve has risen by this share of its plateau, and holds at least so many cycles.
    static let riseAtEnd = 0.01, cyclesMin = 6
    /// Slopes that count, in plateaus a cycle: of a target's usual curve, and of a curve that differs from its target.
    static let shared = 0.001, own = 0.004
    /// A slope below three standard errors is noise.
    static let standardErrors = 3.0
    /// An extrapolated plateau says little of how large the curve is.
    static let amplitudeMax = 1.5
    static let rounds = 2
    /// Changes of the drift below this move no Cq by a thousandth of a cycle.
    static let tolerance = 1e-5
}

extension CurveWorkspace {
    /// Nil where too few cycles come before the rise.
    borrowing func baselineSlope(_ sigmoid: Sigmoid, drift: Double) -> BaselineSlope? {
        let end = Int(min(max(sigmoid.cycle(atRise: DriftLimits.riseAtEnd).rounded(.up) - 1, 0), Double(count)))
        storeResiduals(of: sigmoid, upTo: end)
        var n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0, syy = 0.0
        for i in 0..<end where present[i] > 0 {
            let x = Double(i), residual = smooth[i]
            n += 1
            sx += x
            sy += residual
            sxx += x * x
            sxy += x * residual
            syy += residual * residual
        }
        guard n >= Double(DriftLimits.cyclesMin) else { return nil }
        let spread = sxx - sx * sx / n, slope = (sxy - sx * sy / n) / spread
        let rest = max(syy - sy * sy / n - slope * slope * spread, 0)
        return BaselineSlope(perCycle: slope + drift, standardError: (rest / (n - 2) / spread).squareRoot())
    }

    mutating func removeDrift(_ perCycle: Double) {
        for i in 0..<count where present[i] > 0 { y[i] -= perCycle * Double(i) }
    }
}

extension CurveFit {
    /// Plateaus a cycle; nil where the slope is not known.
    fileprivate var relativeSlope: Double? { baseline.map { $0.perCycle / min(sigmoid.amplitude, DriftLimits.amplitudeMax) } }

    /// What of the baseline's slope is believed, given the target's median slope.
    fileprivate func believedDrift(shared: Double) -> Double {
        guard let baseline, let relativeSlope, abs(baseline.perCycle) > DriftLimits.standardErrors * baseline.standardError else { return 0 }
        return baseline.perCycle * max(belief(shared, above: DriftLimits.shared), belief(relativeSlope, above: DriftLimits.own))
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
        guard slopes.contains(where: { abs($0) > DriftLimits.shared }) else { return }
        let shared = median(slopes)
        var changed = false
        for i in assessed.indices {
            guard var fit = assessed[i].amplifiedFit, case let drift = fit.believedDrift(shared: shared), abs(drift - fit.drift) > DriftLimits.tolerance else { continue }
            fit.drift = drift
            guard space.reload(curves[i], asIn: fit) else { continue }
            fit.take(fitSigmoid(space, from: fit.sigmoid, iterationsMax: iterationsMax.later, tolerance: 1e-5))
            fit.baseline = space.baselineSlope(fit.sigmoid, drift: drift)
            assessed[i].fit = fit
            changed = true
        }
        if !changed { return }
    }
}
