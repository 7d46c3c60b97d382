// Calls the curves of one target: each is scaled, fitted and judged by itself; then drifts are taken out, curves of vague shape borrow the target's, the
// target's curves decide together how thresholds follow plateaus, and each Cq is read off its sigmoid.
public import Assay

/// Cq from a noise-weighted five-parameter sigmoid: invariant to offset and gain, missing cycles weigh nothing.
public struct SigmoidEngine: CqEngine {
    public init() {}

    public func call(_ curves: [AmplificationCurve]) -> [CqResult] { call(curves, replicates: []) }

    public func call(_ curves: [AmplificationCurve], replicates: [Int?]) -> [CqResult] {
        var space = CurveWorkspace()
        var assessed = curves.map { assess($0, &space) }
        removeDrifts(&assessed, of: curves, &space)
        if let shape = TargetShape(assessed.compactMap(\.amplifiedFit)) {
            for i in assessed.indices {
                if let fit = assessed[i].amplifiedFit { assessed[i].fit = shape.refit(curves[i], fit, &space) }
            }
        }
        let amplified = assessed.compactMap { curve in curve.amplifiedFit.map { (sigmoid: $0.sigmoid, logPlateau: curve.logPlateau) } }
        let samples = zip(assessed, replicates).compactMap { $0.amplifiedFit == nil ? nil : .some($1) }
        let scale = PlateauScale(amplified, replicates: samples)
        let growth = amplified.filter { $0.sigmoid.asymmetry < asymmetryKnown }.map { exponential($0.sigmoid.steepness * $0.sigmoid.asymmetry) }
        let efficiency = GroupEfficiency(growth: growth, medianLogPlateau: scale.medianLogPlateau)
        return zip(curves, assessed).map { result($0, $1, scale, efficiency) }
    }

    private func result(_ curve: AmplificationCurve, _ assessed: AssessedCurve, _ scale: PlateauScale, _ efficiency: GroupEfficiency) -> CqResult {
        var flags = assessed.flags
        let call: AmplificationCall
        let why: String?
        switch assessed.decision {
        case .unusable(let why): return CqResult(call: .invalid, reason: why, flags: flags)
        case .notAmplified(let why): return CqResult(call: .negative, reason: why, flags: flags)
        case .irregular(let reason): (call, why) = (.invalid, reason)
        case .amplified: (call, why) = (.positive, nil)
        }
        guard let fit = assessed.fit else { return CqResult(call: .invalid, reason: "The curve could not be fitted.", flags: flags) }
        let estimate = CqEstimate(fit, logThreshold: scale.logThreshold(logPlateau: assessed.logPlateau), efficiency: efficiency.value)
        let cycles = Double(curve.fluorescence.count)
        guard estimate.cycle > 0.5, estimate.cycle <= cycles, estimate.standardError.isFinite else {
            return CqResult(call: .negative, reason: "The signal would only rise outside the cycles measured.", flags: flags)
        }
        if estimate.cycle > cycles - 5 { flags.append(.lateCq) }
        if estimate.cycle < 5 { flags.append(.earlyCq) }
        if fit.sigmoid.steepestCycle > cycles - 2 { flags.append(.noPlateau) }
        if fit.drift != 0 { flags.append(.baselineDrift) }
        return CqResult(
            call: call, cq: estimate.cycle + Double(curve.firstCycle - 1), cqSE: estimate.standardError,
            efficiency: efficiency.value, n0: efficiency.startingFluorescence(cycle: estimate.cycle), reason: why ?? remarks(flags), flags: flags,
            shape: fit.shape(logPlateau: assessed.logPlateau))
    }
}

/// What a person should know of a curve that was called all the same; nil where nothing is out of the ordinary.
private func remarks(_ flags: [Flag]) -> String? {
    let sentences = flags.compactMap { flag -> String? in
        switch flag {
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
