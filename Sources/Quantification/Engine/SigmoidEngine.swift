// Calls the curves of one target: scale, fit, decide, read the Cq off the fitted sigmoid.
public import Assay

/// Cq from a noise-weighted five-parameter sigmoid: exactly invariant to offset and gain, missing cycles weigh nothing.
public struct SigmoidEngine: CqEngine {
    public init() {}

    public func call(_ curves: [AmplificationCurve]) -> [CqResult] {
        var space = CurveWorkspace()
        return curves.map { call($0, &space) }
    }

    private func call(_ curve: AmplificationCurve, _ space: inout CurveWorkspace) -> CqResult {
        let range = space.load(curve)
        var flags: [Flag] = []
        if range.infinite > 0 { flags.append(.nonFinite) }
        if range.present + range.infinite < curve.fluorescence.count { flags.append(.missingCycles) }
        func invalid(_ reason: String) -> CqResult { CqResult(call: .invalid, reason: reason, flags: flags) }
        guard range.present > 0 else { return invalid("No cycle has a fluorescence value.") }
        guard range.present >= cyclesMin else {
            flags.append(.fewCycles)
            return invalid("Only \(range.present) cycles have a value; a Cq needs at least \(cyclesMin).")
        }
        guard range.span.isFinite else { return invalid("The fluorescence values are too large to compute with.") }
        guard range.span > 1e-12 * max(abs(range.lowest), abs(range.highest)) else {
            return CqResult(call: .negative, reason: "The fluorescence never changes.", flags: flags)
        }
        let fit = space.fit(present: range.present)
        switch decide(fit) {
        case .unusable(let reason): return invalid(reason)
        case .notAmplified(let reason): return CqResult(call: .negative, reason: reason, flags: flags)
        case .amplified: break
        }
        let estimate = CqEstimate(fit)
        guard estimate.cycle.isFinite, estimate.cycle > 0, estimate.cycle <= Double(space.count) else {
            return CqResult(call: .negative, reason: "The signal would only rise outside the cycles measured.", flags: flags)
        }
        if estimate.cycle > Double(space.count) - 5 { flags.append(.lateCq) }
        if estimate.cycle < 5 { flags.append(.earlyCq) }
        if fit.sigmoid.steepestCycle > Double(space.count) - 2 { flags.append(.noPlateau) }
        return CqResult(
            call: .positive, cq: estimate.cycle + Double(curve.firstCycle - 1), cqSE: estimate.standardError,
            efficiency: estimate.efficiency, n0: estimate.startingFluorescence(span: range.span), flags: flags)
    }
}
