// Did this reaction amplify? Questions that a person looking at the curve would ask, each with its answer in a
// sentence; UsualRise.swift then holds the curve against its target's other wells. The limits are round numbers inside
// wide ranges over which the agreement with human raters and with the instrument does not change
// (Benchmarks/README.md).

enum Decision {
    case amplified
    /// It rises, but not as a PCR that can be quantified.
    case irregular(String)
    case notAmplified(String)
    /// There is nothing to judge.
    case unusable(String)
}

enum AmplificationLimits {
    /// The sigmoid must explain the curve this many times better than a straight line and than a parabola (residual
    /// sums of squares).
    static let lineRatio = 6.0, parabolaRatio = 3.0
    /// The range must exceed the noise of one cycle this many times. The cycles before and after the rise together
    /// measure it far better than one, and the two ratios above have weighed the noise of all: this keeps out what
    /// nobody can see.
    static let rangeOverNoise = 10.0
    /// Cycles from 10 % to 90 % of the rise. Doubling alone takes log2(9) = 3.2, saturation adds to it where it is in
    /// view; beyond the upper limit the reaction creeps.
    static let riseCycles = 4.0...22.5
    static let doublingAlone = 3.2
    static let plateauCyclesBeyond = 5.0
    /// A rise of that many cycles that has begun (a twentieth of it is reached) in the first cycles creeps too: no
    /// baseline tells where it started.
    static let riseCyclesWithoutBaseline = 15.0, baselineCyclesMin = 8.0, begun = 0.05
    /// Growth a cycle at a tenth of the rise; where the plateau is not in view, what other wells' light adds to the
    /// early rise flattens it.
    static let earlyGrowth = 1.2, lateGrowth = 1.1
}

func decide(_ fit: CurveFit) -> Decision {
    if !fit.isBetter(than: fit.rssLine, times: AmplificationLimits.lineRatio) {
        return .notAmplified("The curve follows a straight line: drift, no amplification.")
    }
    if !fit.isBetter(than: fit.rssParabola, times: AmplificationLimits.parabolaRatio) {
        return .notAmplified("The curve bends gently: drift, no amplification.")
    }
    if let noise = fit.noise, noise * AmplificationLimits.rangeOverNoise > 1 {
        return .notAmplified("The signal rises to no more than \(Int(1 / noise)) times its noise.")
    }
    let sigmoid = fit.sigmoid
    let nearPlateau = sigmoid.cycle(atRise: 0.9)
    let rise = nearPlateau - sigmoid.cycle(atRise: 0.1)
    guard rise >= (fit.showsPlateau ? AmplificationLimits.riseCycles.lowerBound : AmplificationLimits.doublingAlone)
    else {
        return .notAmplified("The signal jumps within \(oneDecimal(rise)) cycles, faster than DNA can double.")
    }
    guard sigmoid.cycle(atRise: quantificationRise) > 0.5 else {
        return .irregular("The signal has risen before the first cycle: no Cq can be read.")
    }
    // A plateau that would come long after the run's end says nothing about how it is reached.
    if rise > AmplificationLimits.riseCycles.upperBound,
        nearPlateau <= Double(fit.lastCycle) + AmplificationLimits.plateauCyclesBeyond
    {
        return .irregular(
            "The signal creeps to its plateau over \(oneDecimal(rise)) cycles: an inhibited or overloaded reaction, "
                + "whose Cq is no measure of quantity."
        )
    }
    if rise > AmplificationLimits.riseCyclesWithoutBaseline,
        sigmoid.cycle(atRise: AmplificationLimits.begun) < AmplificationLimits.baselineCyclesMin
    {
        return .irregular(
            "The signal rises from the first cycles on and creeps to its plateau over \(oneDecimal(rise)) cycles, "
                + "with hardly a baseline: its Cq is no measure of quantity.")
    }
    let growth = exponential(sigmoid.growthRate(atRise: 0.1))
    guard growth >= (fit.showsPlateau ? AmplificationLimits.earlyGrowth : AmplificationLimits.lateGrowth) else {
        return .notAmplified("The signal grows by only \(Int((growth - 1) * 100)) % a cycle: no amplification.")
    }
    return .amplified
}

/// One digit after the point.
func oneDecimal(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

/// On noise-free curves the sigmoid's residual is zero; below 1e-9 of the scaled range nothing can be told from
/// rounding.
let residualLeast = 1e-18

extension CurveFit {
    /// Whether the sigmoid leaves less than the ratio-th part of another model's residual.
    func isBetter(than otherRSS: Double, times ratio: Double) -> Bool { otherRSS >= ratio * max(rss, residualLeast) }

    /// A line or a parabola explains the curve nearly as well.
    var isDrift: Bool {
        !isBetter(than: rssLine, times: AmplificationLimits.lineRatio)
            || !isBetter(than: rssParabola, times: AmplificationLimits.parabolaRatio)
    }

    /// The steepest cycle is passed, so that the plateau is more than an extrapolation.
    var showsPlateau: Bool { sigmoid.steepestCycle <= Double(lastCycle - 2) }

    /// How far the fitted curve rises from the first cycle to the last, on the scaled curve.
    var riseInView: Double { sigmoid.amplitude * (sigmoid.rise(atCycle: Double(lastCycle)) - sigmoid.rise(atCycle: 1)) }
}
