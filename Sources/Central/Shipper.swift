// The heart of the shipper: when to visit the store next. Offline for weeks is normal; the local journal never waits.

/// What became of a visit.
public enum VisitOutcome: Hashable, Sendable {
    /// All that the journal held is at the store.
    case shipped(records: Int64)
    /// The store could not be reached, or was busy: nothing is lost.
    case unreachable(String)
    /// The store refuses what waiting does not heal: a role, a right, a version.
    case refused(String)
    /// This journal is not the one that the store holds.
    case forked(Fork)
}

public enum ShipperEvent: Hashable, Sendable {
    case started
    /// Something was written to the journal.
    case changed
    /// The time of the last `wait` is over.
    case tick
    case visited(VisitOutcome)
}

public enum ShipperEffect: Hashable, Sendable {
    case visit
    /// `tick` at this time, by the steady clock; replaces what was asked for before.
    case wait(until: Duration)
    /// Log that the store is out of reach; once until it is reached again.
    case tellUnreachable(String)
    case tellReachable
    /// Tell the laboratory, in its own journal, and end.
    case stop(Fork)
    case tellRefused(String)
}

/// A value: events in, effects out.
public struct Shipper: Sendable {
    /// A visit without anything to ship, so that the centre can tell silence from idleness.
    public static let contactEvery = Duration.seconds(300)
    /// Writes of one commit come in a burst.
    public static let settle = Duration.milliseconds(30)
    /// After a failed visit: doubled each time.
    public static let pauseFirst = Duration.seconds(2)
    public static let pauseMax = Duration.seconds(300)

    private enum State: Hashable { case idle, visiting, over }
    private var state = State.idle
    /// Something came while a visit was under way.
    private var isStale = false
    /// The next visit; nil: none is planned.
    private var next: Duration?
    private var failures = 0
    private var refusal: String?

    public init() {}

    public mutating func handle(_ event: ShipperEvent, at now: Duration) -> [ShipperEffect] {
        guard state != .over else { return [] }
        switch event {
        case .started: return visit()
        case .changed:
            guard state == .idle else {
                isStale = true
                return []
            }
            // A store that is out of reach is not asked at each commit.
            guard failures == 0 else { return [] }
            return wait(until: min(next ?? .seconds(Int64.max / 2), now + Self.settle))
        case .tick:
            guard state == .idle, let next else { return [] }
            return now >= next ? visit() : [.wait(until: next)]
        case .visited(let outcome): return visited(outcome, at: now)
        }
    }

    private mutating func visited(_ outcome: VisitOutcome, at now: Duration) -> [ShipperEffect] {
        state = .idle
        let stale = isStale
        isStale = false
        switch outcome {
        case .shipped:
            let told: [ShipperEffect] = failures > 0 ? [.tellReachable] : []
            failures = 0
            refusal = nil
            return told + wait(until: now + (stale ? Self.settle : Self.contactEvery))
        case .unreachable(let why):
            failures += 1
            return (failures == 1 ? [.tellUnreachable(why)] : []) + wait(until: now + pause)
        case .refused(let why):
            failures += 1
            let told: [ShipperEffect] = refusal == why ? [] : [.tellRefused(why)]
            refusal = why
            return told + wait(until: now + Self.pauseMax)
        case .forked(let fork):
            state = .over
            return [.stop(fork)]
        }
    }

    private var pause: Duration {
        let doublings = min(failures - 1, 16)
        return min(Self.pauseMax, Self.pauseFirst * (1 << doublings))
    }

    private mutating func visit() -> [ShipperEffect] {
        state = .visiting
        next = nil
        return [.visit]
    }

    private mutating func wait(until time: Duration) -> [ShipperEffect] {
        next = time
        return [.wait(until: time)]
    }
}
