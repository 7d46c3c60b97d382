// One curve by itself: can it be used, what does it look like, did it amplify?
internal import Assay

struct AssessedCurve {
    var decision: Decision
    var fit: CurveFit?
    /// Range of the curve in its own fluorescence units, spikes left out.
    var span = 0.0
    var flags: [Flag]

    /// ln of the fitted plateau above the baseline, in the curve's own units.
    var logPlateau: Double { logarithm(max((fit?.sigmoid.amplitude ?? 0) * span, 1e-300)) }
}

/// Fewer cycles do not determine five parameters and a noise level.
let cyclesMin = 8

func assess(_ curve: AmplificationCurve, _ space: inout CurveWorkspace) -> AssessedCurve {
    let range = space.load(curve)
    var flags: [Flag] = []
    if range.infinite > 0 { flags.append(.nonFinite) }
    if range.present + range.infinite < curve.fluorescence.count { flags.append(.missingCycles) }
    guard range.present > 0 else { return AssessedCurve(decision: .unusable("No cycle has a fluorescence value."), flags: flags) }
    guard range.present >= cyclesMin else {
        flags.append(.fewCycles)
        let reason = "Only \(range.present) cycles have a value; a Cq needs at least \(cyclesMin)."
        return AssessedCurve(decision: .unusable(reason), flags: flags)
    }
    guard range.span.isFinite else {
        return AssessedCurve(decision: .unusable("The fluorescence values are too large to compute with."), flags: flags)
    }
    let flat = "The fluorescence never changes."
    guard range.span > 1e-12 * max(abs(range.lowest), abs(range.highest)) else {
        return AssessedCurve(decision: .notAmplified(flat), flags: flags)
    }
    var span = range.span
    let spikes = space.removeSpikes()
    if spikes > 0 {
        flags.append(.spike)
        span *= space.rescale()
        guard span > 1e-12 * max(abs(range.lowest), abs(range.highest)) else {
            return AssessedCurve(decision: .notAmplified("Apart from a spike, the fluorescence never changes."), flags: flags)
        }
    }
    let fit = space.fit(present: range.present - spikes)
    return AssessedCurve(decision: decide(fit, cycles: space.count), fit: fit, span: span, flags: flags)
}
