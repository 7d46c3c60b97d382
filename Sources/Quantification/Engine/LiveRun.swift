// A run while it runs: the same engine, fed one cycle at a time.
public import Assay

/// What can be said of a curve while its run goes on.
public enum LiveBelief: Hashable, Sendable {
    /// Nothing that a later cycle could not undo, and why.
    case noCallYet(String)
    /// Amplified, with the plateau in view: the Cq will move by little more than its standard error.
    case amplified(CqResult)
    /// The run is over: exactly what the engine says of the whole curve.
    case final(CqResult)
}

/// The curves of one target of one plate, growing by a cycle at a time. One `add` costs at most one call of the engine on the cycles so far.
public struct LiveRun<Engine: CqEngine>: Sendable {
    private let engine: Engine
    private let firstCycle: Int
    private let cyclesPlanned: Int
    private var fluorescence: [[Double]]

    /// `cyclesPlanned` is the length of the run, at most `AmplificationCurve.cyclesMax`.
    public init(curves: Int, firstCycle: Int = 1, cyclesPlanned: Int, engine: Engine) {
        self.engine = engine
        self.firstCycle = firstCycle
        self.cyclesPlanned = min(max(cyclesPlanned, 1), AmplificationCurve.cyclesMax)
        fluorescence = Array(repeating: [], count: max(curves, 0))
        for i in fluorescence.indices { fluorescence[i].reserveCapacity(self.cyclesPlanned) }
    }

    public var cyclesSeen: Int { fluorescence.first?.count ?? 0 }
    public var isOver: Bool { cyclesSeen >= cyclesPlanned }

    /// Adds one cycle, a value a curve (NaN where it is missing; missing values at the end of a short list too), and says what is believed now.
    /// Cycles beyond the planned ones change nothing.
    public mutating func add(_ cycle: [Double]) -> [LiveBelief] {
        if !isOver {
            for i in fluorescence.indices { fluorescence[i].append(i < cycle.count ? cycle[i] : .nan) }
        }
        let results = engine.call(fluorescence.map { AmplificationCurve(fluorescence: $0, firstCycle: firstCycle) })
        if isOver { return results.map { .final($0) } }
        return results.map { result in
            switch result.call {
            case .positive where !result.flags.contains(.noPlateau): .amplified(result)
            case .positive: .noCallYet("The signal rises; its plateau is not in view.")
            case .negative, .invalid: .noCallYet("No amplification so far.")
            }
        }
    }
}

/// When, in a run that is over, a curve's call could have been trusted.
public struct SafeCall: Hashable, Sendable {
    /// From this cycle on the curve was believed to have amplified until the end; nil where that was never so before the end.
    public let cycle: Int?
    /// The largest distance of a Cq believed from then on to the final one, cycles.
    public let cqMoved: Double?
    public let result: CqResult
}

/// Replays the curves of one target cycle by cycle.
public func replay(_ curves: [AmplificationCurve], engine: some CqEngine = SigmoidEngine()) -> [SafeCall] {
    let planned = curves.map(\.fluorescence.count).max() ?? 0
    let firstCycle = curves.first?.firstCycle ?? 1
    var run = LiveRun(curves: curves.count, firstCycle: firstCycle, cyclesPlanned: planned, engine: engine)
    var since = [Int?](repeating: nil, count: curves.count)
    var believed = [[Double]](repeating: [], count: curves.count)
    var results = [CqResult](repeating: CqResult(call: .invalid, reason: "The run has no cycles."), count: curves.count)
    for cycle in 0..<planned {
        let beliefs = run.add(curves.map { cycle < $0.fluorescence.count ? $0.fluorescence[cycle] : .nan })
        for (i, belief) in beliefs.enumerated() {
            switch belief {
            case .amplified(let result):
                since[i] = since[i] ?? firstCycle + cycle
                if let cq = result.cq { believed[i].append(cq) }
            case .noCallYet:
                since[i] = nil
                believed[i] = []
            case .final(let result):
                results[i] = result
                if result.call != .positive { since[i] = nil }
            }
        }
    }
    return curves.indices.map { i in
        guard let cycle = since[i], let cq = results[i].cq else { return SafeCall(cycle: nil, cqMoved: nil, result: results[i]) }
        return SafeCall(cycle: cycle, cqMoved: believed[i].map { abs($0 - cq) }.max(), result: results[i])
    }
}
