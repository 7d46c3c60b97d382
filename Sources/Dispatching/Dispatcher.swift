// The heart of delivering: a value that knows which lanes are at work, what waits for another try, and when to look at
// the outbox again. What is owed it is told by the shell, which reads the journal; what it decides the shell does. It
// has no clock: each event comes with a reading of a steady clock and of the wall's.
//
// Each lane (a channel; in mail, one recipient) works for itself, so that a hook which hangs or a mailbox that refuses
// delays only what is owed to it. For one alert the order of the events is kept. A receipt is journaled after each
// attempt. Between a hook's end, or a mail server's yes, and its receipt a crash can only lead to the same event being
// delivered again, never to one being lost: at least once, and exactly once where nothing crashes.
public import Foundation
public import Alerts

public struct Dispatcher: Sendable {
    /// The next look comes at the latest after this, whatever was missed.
    public static let idleMax = Duration.seconds(60)
    /// The journal's file changes a moment before the commit can be read: it is looked at again after these times.
    static let lookAgain: [Duration] = [.milliseconds(5), .milliseconds(20), .milliseconds(80), .milliseconds(300)]
    /// A backlog larger than one look shows is looked at again when a lane has finished, or after this.
    static let pauseMin = Duration.milliseconds(500)

    var settings: DeliverySettings
    /// In whose time zone the quiet hours are.
    var calendar: Calendar
    let idle: Duration
    let sendsHeartbeats: Bool
    /// Lanes with work under way.
    var lanes: [Lane: LaneWork] = [:]
    /// Deliveries waiting for another try, by lane and alert: later events of the alert wait for them.
    var waiting: [Place: DeliveryID] = [:]
    var heartbeat = HeartbeatPhase.waiting(until: nil)
    /// Looks made since the journal changed.
    private var looks = 0
    var mustLook = false
    private var isLooking = false
    private var nextLook: Duration?
    /// What the last work, or the start, needed was given back.
    private var isAtRest = false
    private(set) var isStopping = false
    private var armed: Duration?

    /// An alert in a lane.
    struct Place: Hashable {
        let lane: Lane
        let alert: AlertID
        init(_ delivery: Delivery) { (lane, alert) = (delivery.lane, delivery.alert.id) }
        init(lane: Lane, alert: AlertID) { (self.lane, self.alert) = (lane, alert) }
    }

    /// - Parameters:
    ///   - waiting: what an earlier process left waiting for another try keeps its place before later events of the
    ///     same alert.
    ///   - idle: looks at least so often, at most every `idleMax`.
    public init(
        settings: DeliverySettings, calendar: Calendar, waiting: [Delivery], sendsHeartbeats: Bool,
        idle: Duration = idleMax
    ) {
        self.settings = settings
        self.calendar = calendar
        self.idle = min(idle, Self.idleMax)
        self.sendsHeartbeats = sendsHeartbeats
        for delivery in waiting where delivery.state == .retry { self.waiting[Place(delivery)] = delivery.id }
    }

    public mutating func handle(_ event: Event, at now: Moment) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .changed: changed()
        case .tick:
            armed = nil
            mustLook = true
        case .reload(let settings, let calendar):
            (self.settings, self.calendar) = (settings, calendar)
            changed()
        case .looked(let outbox, let accepted): dispatch(outbox, accepted, at: now, &effects)
        case .attempted(let lane, let attempt, let jitter):
            conclude(attempt, of: lane, jitter: jitter, at: now, &effects)
        case .recorded(let lane, let wasOwed): goOn(lane, wasOwed: wasOwed, &effects)
        case .pulse(let pulse): sendHeartbeat(pulse, at: now, &effects)
        case .heartbeatEnded(let outcome): concludeHeartbeat(outcome, at: now, &effects)
        case .stop: isStopping = true
        }
        look(&effects)
        startHeartbeat(at: now, &effects)
        arm(at: now, &effects)
        return effects
    }

    /// It was asked to stop, and nothing is under way any more.
    public var isOver: Bool { isStopping && lanes.isEmpty && !isLooking && !heartbeat.isUnderWay }

    private mutating func changed() {
        looks = 0
        mustLook = true
    }

    private mutating func look(_ effects: inout [Effect]) {
        guard mustLook, !isLooking, !isStopping else { return }
        (mustLook, isLooking, nextLook) = (false, true, nil)
        effects.append(.look(besides: Set(lanes.keys), longestPause: longestPause(settings)))
    }

    /// Gives every free lane what it has to do now, and sets the time of the next look.
    private mutating func dispatch(
        _ outbox: Outbox, _ accepted: [String: [Date]], at now: Moment, _ effects: inout [Effect]
    ) {
        isLooking = false
        guard !isStopping else { return }
        let held = startLanes(outbox.ready, accepted, at: now, &effects)
        if !lanes.isEmpty { isAtRest = false }
        looks += 1
        let isSettled = looks > Self.lookAgain.count
        if isSettled, lanes.isEmpty, !isAtRest {
            isAtRest = true
            effects.append(.rest)
        }
        let due = [outbox.nextDue, held].compactMap(\.self).min().map {
            Duration.seconds($0.timeIntervalSince(now.wall))
        }
        nextLook = now.steady + min(isSettled ? idle : Self.lookAgain[looks - 1], max(Self.pauseMin, due ?? idle))
    }

    private mutating func arm(at now: Moment, _ effects: inout [Effect]) {
        guard !isStopping else { return }
        guard let next = [nextLook, heartbeatDue(at: now)].compactMap(\.self).min(), next != armed else { return }
        armed = next
        effects.append(.wake(at: next))
    }
}

/// One reading of both clocks.
public struct Moment: Hashable, Sendable {
    /// Of a clock that nobody sets, from any fixed origin.
    public let steady: Duration
    public let wall: Date
    public init(steady: Duration, wall: Date) {
        self.steady = steady
        self.wall = wall
    }
}
