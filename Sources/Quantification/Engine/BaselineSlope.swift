// What the cycles before the rise say of a curve's drift.

/// Slope of the baseline before the rise, in scaled fluorescence a cycle, drift already taken out included.
struct BaselineSlope {
    var perCycle: Double
    /// From the scatter about the straight line.
    var standardError: Double
    /// From the line's bend beside it: a start that still settles is no drift that goes on until the Cq.
    var bend: Double
    /// Cycles by which the Cq moves for a slope of 1 that is left in the curve (to first order); nil where the curve
    /// does not tell.
    var cqPerSlope: Double?
}

enum BaselineLimits {
    /// The baseline ends where the curve has risen by this share of its plateau, and holds at least so many cycles.
    static let riseAtEnd = 0.01, cyclesMin = 6
    /// How much of the slope's change between the middle and the end of the baseline counts as a standard error of it.
    /// The fit itself bends a little with every slope: from .5 on drifts are taken for bends, below .2 a settling start
    /// is taken for drift.
    static let bendShare = 0.3
}

extension CurveWorkspace {
    /// Nil where too few cycles come before the rise. The workspace holds the curve as `fit` saw it, weights included.
    borrowing func baselineSlope(_ fit: CurveFit) -> BaselineSlope? {
        let end = Int(min(max(fit.sigmoid.cycle(atRise: BaselineLimits.riseAtEnd).rounded(.up) - 1, 0), Double(count)))
        storeResiduals(of: fit.sigmoid, upTo: end)
        var n = 0.0, sx = 0.0, sy = 0.0
        for i in 0..<end where present[i] > 0 {
            n += 1
            sx += Double(i)
            sy += smooth[i]
        }
        guard n >= Double(BaselineLimits.cyclesMin) else { return nil }
        // Orthogonal polynomials over the present cycles (Forsythe 1957).
        let mean = sx / n, level = sy / n
        var s2 = 0.0, s3 = 0.0, ty = 0.0
        for i in 0..<end where present[i] > 0 {
            let t = Double(i) - mean
            s2 += t * t
            s3 += t * t * t
            ty += t * smooth[i]
        }
        let slope = ty / s2, skew = s3 / s2, spread = s2 / n
        var qq = 0.0, qy = 0.0, rest = 0.0
        for i in 0..<end where present[i] > 0 {
            let t = Double(i) - mean, residual = smooth[i] - level - slope * t
            let q = t * t - skew * t - spread
            qq += q * q
            qy += q * residual
            rest += residual * residual
        }
        return BaselineSlope(
            perCycle: slope + fit.drift, standardError: (rest / (n - 2) / s2).squareRoot(),
            bend: qq > 0 ? abs(BaselineLimits.bendShare * n * qy / qq) : 0, cqPerSlope: cqPerSlope(fit))
    }

    mutating func removeDrift(_ perCycle: Double) {
        for i in 0..<count where present[i] > 0 { y[i] -= perCycle * Double(i) }
    }
}
