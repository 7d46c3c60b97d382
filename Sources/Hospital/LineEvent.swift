// What the shell tells the line, and what that wants done.

/// How far a message has come. `waiting` and `parked` are not done.
public enum LineState: String, Sendable, Codable, CaseIterable {
    /// It failed and is tried again.
    case waiting
    case accepted
    /// The receiver will never take it: it, and what follows of its patient, waits for a person.
    case parked
    /// A person wants it tried again.
    case retry
    /// A person gave it up.
    case skipped
    /// A test that was refused.
    case failed

    /// Nothing more is to be done.
    public var isSettled: Bool { self == .accepted || self == .skipped || self == .failed }
}

/// What came of a message, for the journal.
public struct LineReceipt: Hashable, Sendable {
    public let number: MessageNumber
    public let cause: Int64
    public let patient: String
    public let state: LineState
    public let attempt: Int
    /// The receiver's words, or why it failed.
    public let detail: String?
    /// Every record up to this one is settled on this way.
    public let cursor: Int64
    /// Every record up to this one is settled, but for patients whose message is set aside: a start reads on from here.
    public let reached: Int64

    public init(
        number: MessageNumber, cause: Int64, patient: String, state: LineState, attempt: Int, detail: String?,
        cursor: Int64, reached: Int64
    ) {
        self.number = number
        self.cause = cause
        self.patient = patient
        self.state = state
        self.attempt = attempt
        self.detail = detail
        self.cursor = cursor
        self.reached = reached
    }
}

/// What the journal owes on one way, read after a record.
public struct LinePage: Sendable {
    /// Not settled, none of a patient whose message is set aside.
    public let events: [HospitalEvent]
    public let upTo: Int64
    public let isLast: Bool
    /// By patient, the record of the message that is set aside.
    public let parked: [String: Int64]

    public init(events: [HospitalEvent], upTo: Int64, isLast: Bool, parked: [String: Int64]) {
        self.events = events
        self.upTo = upTo
        self.isLast = isLast
        self.parked = parked
    }
}

extension Line {
    public enum Event: Sendable {
        /// Something was written to the journal, by any process.
        case changed
        /// The time that `Effect.wake` named has come.
        case tick
        /// A new configuration holds from the next message on.
        case reload(InterfaceSettings)
        /// The answer to `Effect.look`.
        case looked(LinePage)
        /// What came of `Effect.send`. The jitter, 0 to 1, spreads what failed together.
        case answered(Verdict, jitter: Double)
        /// The receipts are in the journal.
        case recorded
        /// Send nothing any more.
        case stop
    }

    /// The shell performs effects in order, and answers each that asks before it gives another event of its own.
    public enum Effect: Sendable {
        /// Read what is owed after this record, and answer with `Event.looked`.
        case look(after: Int64)
        /// Send one message and wait for its answer; tell it with `Event.answered`.
        case send(HospitalEvent)
        /// Close the connection: an answer that comes late must not meet the next message.
        case hangUp
        /// Journal in one transaction what came of messages, and what the laboratory must hear of it. Answer with
        /// `Event.recorded`. Parked: by patient, the record of the message that the line takes to be set aside; a person
        /// may have decided otherwise since.
        case record([LineReceipt], parked: [String: Int64], fault: String?)
        /// Send `Event.tick` when the steady clock reads this. Replaces the wake asked for before.
        case wake(at: Duration)
    }
}
