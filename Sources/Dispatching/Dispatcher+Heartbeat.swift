// A sign of life by mail, as long as watching and delivering both work. Whoever misses it, a person or a monitor that
// reads a mailbox, knows that something does not: the one fault that a program cannot tell of is its own end. It is no
// alert, so it is not journaled.
public import Foundation
internal import Alerts
internal import Rules

/// Whether the watching half of the program lives.
public struct Pulse: Hashable, Sendable {
    public let isRunning: Bool
    /// When its last scan ended; nil where none ever did.
    public let lastScan: Date?
    /// Folders that cannot be watched, and why.
    public let troubles: [String]
    public init(isRunning: Bool, lastScan: Date?, troubles: [String] = []) {
        self.isRunning = isRunning
        self.lastScan = lastScan
        self.troubles = troubles
    }
}

enum HeartbeatPhase: Hashable, Sendable {
    /// Nil: at once.
    case waiting(until: Duration?)
    case asking
    case sending

    var isUnderWay: Bool { if case .waiting = self { false } else { true } }
}

extension Dispatcher {
    /// A scan may be this old, seconds, where heartbeats come more often.
    static let scanAgeMax = 600.0
    /// A heartbeat that did not go out is tried again after these seconds.
    static let heartbeatRetry = 60.0

    /// Asks the watcher where a heartbeat is due.
    mutating func startHeartbeat(at now: Moment, _ effects: inout [Effect]) {
        guard sendsHeartbeats, settings.heartbeat.everySeconds > 0, !isStopping else { return }
        guard case .waiting(let due) = heartbeat, due.map({ $0 <= now.steady }) ?? true else { return }
        heartbeat = .asking
        effects.append(.askPulse)
    }

    /// When the next one is due; nil where none will be, or one is under way.
    func heartbeatDue(at now: Moment) -> Duration? {
        guard sendsHeartbeats, settings.heartbeat.everySeconds > 0, case .waiting(let due?) = heartbeat else {
            return nil
        }
        return max(due, now.steady + Self.pauseMin)
    }

    mutating func sendHeartbeat(_ pulse: Pulse, at now: Moment, _ effects: inout [Effect]) {
        guard heartbeat == .asking else { return }
        if isStopping { return heartbeat = .waiting(until: nil) }
        if let why = Self.silence(pulse, every: settings.heartbeat.everySeconds, now: now.wall) {
            effects.append(.missHeartbeat("No heartbeat is sent: \(why)."))
            return rest(Self.heartbeatRetry, from: now)
        }
        heartbeat = .sending
        effects.append(
            .sendHeartbeat(pulse, to: settings.heartbeat.recipient ?? settings.laboratory ?? settings.defaultRecipient))
    }

    /// Why this pulse is no sign of life; nil where it is one.
    static func silence(_ pulse: Pulse, every seconds: Double, now: Date) -> String? {
        guard pulse.isRunning else { return "the watcher does not run" }
        guard let scan = pulse.lastScan else { return "the watcher has never scanned" }
        // A scan of tomorrow was made while the clock was wrong: what it says of today is nothing.
        let isFresh = abs(now.timeIntervalSince(scan)) <= max(seconds, scanAgeMax)
        return isFresh ? nil : "the watcher has not scanned since \(scan.formatted(.iso8601))"
    }

    mutating func concludeHeartbeat(_ outcome: AttemptOutcome, at now: Moment, _ effects: inout [Effect]) {
        guard heartbeat == .sending else { return }
        let every = settings.heartbeat.everySeconds
        switch outcome {
        case .delivered, .stopped: rest(every, from: now)
        case .impossible(let why):
            effects.append(.missHeartbeat("No heartbeat is sent: \(why)."))
            rest(every, from: now)
        case .again(let why), .refused(let why):
            effects.append(.missHeartbeat("The heartbeat did not go out: \(why)"))
            rest(min(every, Self.heartbeatRetry), from: now)
        }
    }

    private mutating func rest(_ seconds: Double, from now: Moment) {
        heartbeat = .waiting(until: now.steady + .seconds(seconds))
    }
}
