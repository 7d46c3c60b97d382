// Calls the curves of one target: each is scaled, fitted and judged by itself, then held against what the target's
// wells usually rise by; then drifts are taken out, curves of vague shape borrow the target's, the target's curves
// decide together how thresholds follow plateaus, and each Cq is read off its sigmoid.
public import Assay

/// Cq from a noise-weighted five-parameter sigmoid: invariant to offset and gain, missing cycles weigh nothing.
public struct SigmoidEngine: CqEngine {
    public init() {}

    public func call(_ curves: [AmplificationCurve]) -> [CqResult] { call(curves, replicates: []) }

    public func call(_ curves: [AmplificationCurve], replicates: [Int?]) -> [CqResult] {
        var space = CurveWorkspace()
        var assessed = curves.map { assess($0, &space) }
        let usual = UsualRise(assessed)
        if let usual {
            for i in assessed.indices { assessed[i].decision = usual.echo(assessed[i]) ?? assessed[i].decision }
        }
        removeDrifts(&assessed, of: curves, &space)
        if let shape = TargetShape(assessed.compactMap(\.wholeFit)) {
            for i in assessed.indices {
                if let fit = assessed[i].amplifiedFit { assessed[i].fit = shape.refit(curves[i], fit, &space) }
            }
        }
        let amplified = assessed.compactMap { curve in
            curve.wholeFit.map { (sigmoid: $0.sigmoid, logPlateau: curve.logPlateau) }
        }
        let samples = zip(assessed, replicates).compactMap { $0.wholeFit == nil ? nil : .some($1) }
        let scale = PlateauScale(amplified, replicates: samples)
        let growth = amplified.filter { $0.sigmoid.asymmetry < asymmetryKnown }.map {
            exponential($0.sigmoid.steepness * $0.sigmoid.asymmetry)
        }
        let efficiency = GroupEfficiency(growth: growth, medianLogPlateau: scale.medianLogPlateau)
        return zip(curves, assessed).map { result($0, $1, usual, scale, efficiency) }
    }

    private func result(
        _ curve: AmplificationCurve, _ assessed: AssessedCurve, _ usual: UsualRise?, _ scale: PlateauScale,
        _ efficiency: GroupEfficiency
    ) -> CqResult {
        var flags = assessed.flags
        let call: AmplificationCall
        let why: String?
        switch assessed.decision {
        case .unusable(let why): return CqResult(call: .invalid, reason: why, flags: flags)
        case .notAmplified(let why): return CqResult(call: .negative, reason: why, flags: flags)
        case .irregular(let reason): (call, why) = (.invalid, reason)
        case .amplified: (call, why) = (.positive, nil)
        }
        guard let fit = assessed.fit else {
            return CqResult(call: .invalid, reason: "The curve could not be fitted.", flags: flags)
        }
        let usualThreshold = usual?.logThreshold(assessed, scale)
        var estimate = CqEstimate(
            fit, logThreshold: usualThreshold ?? scale.logThreshold(logPlateau: assessed.logPlateau),
            efficiency: efficiency.value,
            levelVariance: usualThreshold.flatMap { _ in usual?.logVariance })
        let cycles = Double(curve.fluorescence.count)
        let isCut = estimate.hold(before: cycles)
        guard estimate.cycle > 0.5, estimate.standardError.isFinite else {
            return CqResult(
                call: .invalid, reason: why ?? "The signal has risen before the first cycle: no Cq can be read.",
                flags: flags)
        }
        if estimate.cycle > cycles - 5 { flags.append(.lateCq) }
        if estimate.cycle < 5 { flags.append(.earlyCq) }
        if !fit.showsPlateau { flags.append(.noPlateau) }
        if fit.drift != 0 { flags.append(.baselineDrift) }
        return CqResult(
            call: call, cq: estimate.cycle + Double(curve.firstCycle - 1), cqSE: estimate.standardError,
            efficiency: efficiency.value, n0: efficiency.startingFluorescence(cycle: estimate.cycle),
            reason: why ?? remarks(flags, isCut: isCut), flags: flags, shape: fit.shape(logPlateau: assessed.logPlateau)
        )
    }
}

/// What a person should know of a curve that was called all the same; nil where nothing is out of the ordinary.
private func remarks(_ flags: [Flag], isCut: Bool) -> String? {
    let sentences = flags.compactMap { flag -> String? in
        switch flag {
        case .noPlateau where isCut:
            "It rises only as the run ends, too late to quantify: the last cycle stands for the Cq, which lies there "
                + "or later."
        case .noPlateau: "No plateau is in view."
        case .lateCq: "The Cq lies in the last five cycles."
        case .earlyCq: "The Cq lies in the first five cycles, with hardly a baseline before it."
        case .baselineDrift: "The baseline drifts; the drift was taken out."
        case .spike: "A spike of a single cycle was set aside."
        case .missingCycles: "Some cycles are missing."
        case .nonFinite: "Some cycles are infinite and were set aside."
        default: nil
        }
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
}
