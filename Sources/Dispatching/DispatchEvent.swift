// What the shell tells the dispatcher, and what that wants done.
public import Foundation
public import Alerts
public import Rules

extension Dispatcher {
    public enum Event: Sendable {
        /// Something was written to the journal, by any process.
        case changed
        /// The time that `Effect.wake` named has come.
        case tick
        /// A new configuration holds from the next attempt on.
        case reload(DeliverySettings, Calendar)
        /// What the outbox showed, and when each mail of the last hour was accepted, oldest first, by the recipient's
        /// key.
        case looked(Outbox, accepted: [String: [Date]])
        /// What came of one `Effect.send`. The jitter, 0 to 1, spreads what failed together.
        case attempted(lane: Lane, Attempt, jitter: Double)
        /// The receipts are journaled; or none of the deliveries was owed any more, because somebody was quicker.
        case recorded(lane: Lane, wasOwed: Bool)
        /// The answer to `Effect.askPulse`.
        case pulse(Pulse)
        /// What came of one `Effect.sendHeartbeat`.
        case heartbeatEnded(AttemptOutcome)
        /// Start nothing any more. What is under way the shell stops, and tells of it as ever.
        case stop
    }

    /// The shell performs effects in order, all of one event before the next event; what takes time goes on beside and
    /// is answered.
    public enum Effect: Sendable {
        /// Read what is owed, but for the lanes that have work, and answer with `Event.looked`.
        /// - longestPause: seconds; what falls due later was put off while the clock was ahead, so it is due now.
        case look(besides: Set<Lane>, longestPause: Double)
        /// Try once to bring this message, and answer with `Event.attempted`.
        case send(Message, lane: Lane)
        /// Journal in one transaction what came of a message, and what the laboratory must hear of it. Answer with
        /// `Event.recorded`.
        case record([DeliveryReceipt], of: Message, fault: Finding?, lane: Lane)
        /// Ask how the watcher is, and answer with `Event.pulse`.
        case askPulse
        /// Mail a sign of life to the recipient with this key, and answer with `Event.heartbeatEnded`.
        case sendHeartbeat(Pulse, to: String)
        /// Log that no sign of life went out, and why.
        case missHeartbeat(String)
        /// Nothing is to be done for a while: give back what the last work needed.
        case rest
        /// Send `Event.tick` when the steady clock reads this. Replaces the wake asked for before.
        case wake(at: Duration)
    }
}
