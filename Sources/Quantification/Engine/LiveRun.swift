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

/// The curves of one target of one plate, growing by a cycle at a time. One `add` costs at most one call of the engine
/// on the cycles so far.
public struct LiveRun<Engine: CqEngine>: Sendable {
    private let engine: Engine
    /// The numbers of the cycles that each curve will have.
    private let planned: [Range<Int>]
    private let replicates: [Int?]
    private let end: Int
    private var nextCycle: Int
    private var fluorescence: [[Double]]

    /// `planned`: the numbers of the cycles that each curve will have, of which the first
    /// `AmplificationCurve.cyclesMax` count. `replicates`: as the engine takes them.
    public init(planned: [Range<Int>], replicates: [Int?] = [], engine: Engine) {
        self.engine = engine
        self.replicates = replicates
        self.planned = planned.map { $0.lowerBound..<($0.lowerBound + min($0.count, AmplificationCurve.cyclesMax)) }
        let start = self.planned.map(\.lowerBound).min() ?? 1
        end = max(self.planned.map(\.upperBound).max() ?? start, start)
        nextCycle = start
        fluorescence = Array(repeating: [], count: planned.count)
        for i in fluorescence.indices { fluorescence[i].reserveCapacity(self.planned[i].count) }
    }

    /// Curves of equal length; `cyclesPlanned` is the length of the run, at most `AmplificationCurve.cyclesMax`.
    public init(curves: Int, firstCycle: Int = 1, cyclesPlanned: Int, engine: Engine) {
        let cycles = min(max(cyclesPlanned, 1), AmplificationCurve.cyclesMax)
        self.init(planned: Array(repeating: firstCycle..<(firstCycle + cycles), count: max(curves, 0)), engine: engine)
    }

    public var isOver: Bool { nextCycle >= end }

    /// Adds one cycle, a value a curve (NaN where it is missing; missing values at the end of a short list too), and
    /// says what is believed now. A value outside the cycles planned for its curve changes nothing.
    public mutating func add(_ cycle: [Double]) -> [LiveBelief] {
        if !isOver {
            for i in fluorescence.indices where planned[i].contains(nextCycle) {
                fluorescence[i].append(i < cycle.count ? cycle[i] : .nan)
            }
            nextCycle += 1
        }
        let results = engine.call(
            zip(fluorescence, planned).map { AmplificationCurve(fluorescence: $0, firstCycle: $1.lowerBound) },
            replicates: replicates)
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
