// A run that is over, played again cycle by cycle: when could each call have been trusted?
public import Assay

/// When, in a run that is over, a curve's call could have been trusted.
public struct SafeCall: Hashable, Sendable {
    /// From this cycle on the curve was believed to have amplified until the end; nil where that was never so before
    /// the end.
    public let cycle: Int?
    /// What was believed at that cycle.
    public let believed: CqResult?
    /// The largest distance of a Cq believed from then on to the final one, cycles.
    public let cqMoved: Double?
    /// How often a belief in amplification was taken back: before `cycle`, or for good.
    public let withdrawn: Int
    /// What the engine says of the whole curve, exactly.
    public let result: CqResult

    init(cycle: Int? = nil, believed: CqResult? = nil, cqMoved: Double? = nil, withdrawn: Int = 0, result: CqResult) {
        self.cycle = cycle
        self.believed = believed
        self.cqMoved = cqMoved
        self.withdrawn = withdrawn
        self.result = result
    }
}

/// A longer run is not replayed: a replay costs as many analyses as there are cycles. Instruments offer up to 99.
public let replayCyclesMax = 100

/// Replays the curves of one target cycle by cycle; nil where that takes more than `replayCyclesMax` cycles.
public func replay(_ curves: [AmplificationCurve], replicates: [Int?] = [], engine: some CqEngine = SigmoidEngine())
    -> [SafeCall]?
{
    let planned = curves.map { $0.firstCycle..<($0.firstCycle + $0.fluorescence.count) }
    guard let start = planned.map(\.lowerBound).min(), let end = planned.map(\.upperBound).max() else { return [] }
    guard end - start <= replayCyclesMax else { return nil }
    var run = LiveRun(planned: planned, replicates: replicates, engine: engine)
    var replays = [CurveReplay](repeating: CurveReplay(), count: curves.count)
    // A run without a cycle has an end too.
    for cycle in start..<max(end, start + 1) {
        let beliefs = run.add(
            zip(curves, planned).map { $1.contains(cycle) ? $0.fluorescence[cycle - $1.lowerBound] : .nan })
        for (i, belief) in zip(replays.indices, beliefs) { replays[i].record(belief, at: cycle) }
    }
    return replays.map(\.safeCall)
}

/// What was believed of one curve, in the order of the cycles.
private struct CurveReplay {
    /// The present belief in amplification, from its first cycle on.
    private var held: [(cycle: Int, result: CqResult)] = []
    private var withdrawn = 0
    private var final = CqResult(call: .invalid, reason: "The run has no cycles.")

    mutating func record(_ belief: LiveBelief, at cycle: Int) {
        switch belief {
        case .amplified(let result): held.append((cycle, result))
        case .noCallYet: withdraw()
        case .final(let result):
            final = result
            if result.call != .positive { withdraw() }
        }
    }

    private mutating func withdraw() {
        if !held.isEmpty { withdrawn += 1 }
        held = []
    }

    var safeCall: SafeCall {
        guard let first = held.first, let cq = final.cq else { return SafeCall(withdrawn: withdrawn, result: final) }
        let moved = held.compactMap { $0.result.cq.map { abs($0 - cq) } }.max()
        return SafeCall(cycle: first.cycle, believed: first.result, cqMoved: moved, withdrawn: withdrawn, result: final)
    }
}
