/// What a person decided about a run.
public struct RunDecision: Hashable, Sendable {
    public enum Act: String, Hashable, Sendable, CaseIterable {
        case corrected, voided, accepted, reattributed, undone
    }

    /// Sequence of its record.
    public let record: Int64
    /// UTC time of its record, ISO 8601.
    public let time: String
    public let act: Act
    /// The name that the person gave, and the account as the system knows it.
    public let by: String
    public let user: String
    public let note: String
    /// When the run began, of a correction.
    public let started: String?
    /// Accepted or reattributed, by their names on the plate; none: the whole run.
    public let samples: [String]
    public let patient: String?
    public let day: Int?
    /// Record of the decision that this one takes back.
    public let undoes: Int64?
    /// Nobody has taken it back or replaced it, and enough persons have accepted it where it takes several.
    public let holds: Bool

    public init(
        record: Int64, time: String, act: Act, by: String, user: String, note: String, started: String? = nil,
        samples: [String] = [], patient: String? = nil, day: Int? = nil, undoes: Int64? = nil, holds: Bool
    ) {
        self.record = record
        self.time = time
        self.act = act
        self.by = by
        self.user = user
        self.note = note
        self.started = started
        self.samples = samples
        self.patient = patient
        self.day = day
        self.undoes = undoes
        self.holds = holds
    }
}

extension [RunDecision] {
    /// The newest that nobody has taken back, whether or not it holds: what `undo` takes back.
    public var newestStanding: RunDecision? {
        let undone = Set(compactMap(\.undoes))
        return last { $0.act != .undone && !undone.contains($0.record) }
    }
}
