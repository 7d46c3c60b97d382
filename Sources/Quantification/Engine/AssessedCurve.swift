// One curve by itself: can it be used, what does it look like, did it amplify?
internal import Assay

struct AssessedCurve {
    var decision: Decision
    var fit: CurveFit?
    /// Range of the curve in its own fluorescence units, spikes left out.
    var span = 0.0
    var flags: [Flag]

    /// The fit of a curve that amplified as a PCR should.
    var amplifiedFit: CurveFit? {
        if case .amplified = decision { return fit }
        return nil
    }

    /// The same, where the curve's own plateau puts its Cq inside the cycles measured: others know nothing of their
    /// plateau and shape.
    var wholeFit: CurveFit? {
        amplifiedFit.flatMap { $0.sigmoid.cycle(atRise: quantificationRise) <= Double($0.lastCycle) ? $0 : nil }
    }

    /// ln of the fitted plateau above the baseline, in the curve's own units.
    var logPlateau: Double { logarithm(max((fit?.sigmoid.amplitude ?? 0) * span, 1e-300)) }
}

/// Fewer cycles do not determine five parameters and a noise level.
let cyclesMin = 8

extension CurveWorkspace {
    /// Loads a curve and sets spikes aside. Returns their number and the range left; nil where nothing varies without
    /// them.
    mutating func loadWithoutSpikes(_ curve: AmplificationCurve) -> (range: CurveRange, spikes: Int, span: Double)? {
        let range = load(curve)
        guard range.present >= cyclesMin, range.span.isFinite, range.isVarying(range.span) else {
            return (range, 0, range.span)
        }
        noise = cycleNoise()
        let spikes = removeSpikes()
        guard spikes > 0 else { return (range, 0, range.span) }
        let factor = rescale(), span = range.span * factor
        noise = noise.map { factor > 0 ? $0 / factor : $0 }
        return range.isVarying(span) ? (range, spikes, span) : nil
    }
}

func assess(_ curve: AmplificationCurve, _ space: inout CurveWorkspace) -> AssessedCurve {
    guard let (range, spikes, span) = space.loadWithoutSpikes(curve) else {
        return AssessedCurve(
            decision: .notAmplified("Apart from a spike, the fluorescence never changes."), flags: [.spike])
    }
    var flags: [Flag] = []
    if range.infinite > 0 { flags.append(.nonFinite) }
    if range.present + range.infinite < curve.fluorescence.count { flags.append(.missingCycles) }
    if spikes > 0 { flags.append(.spike) }
    func rejected(_ decision: Decision) -> AssessedCurve { AssessedCurve(decision: decision, flags: flags) }
    guard range.present > 0 else { return rejected(.unusable("No cycle has a fluorescence value.")) }
    guard range.present >= cyclesMin else {
        flags.append(.fewCycles)
        let having = range.present == 1 ? "1 cycle has" : "\(range.present) cycles have"
        return rejected(.unusable("Only \(having) a value; a Cq needs at least \(cyclesMin)."))
    }
    guard range.span.isFinite else {
        return rejected(.unusable("The fluorescence values are too large to compute with."))
    }
    guard range.isVarying(span) else { return rejected(.notAmplified("The fluorescence never changes.")) }
    let fit = space.fit()
    return AssessedCurve(decision: decide(fit), fit: fit, span: span, flags: flags)
}
