public import Assay
public import Journal
public import Alerts

/// One event in an alert's life, as it was journaled.
public struct AlertEvent: Hashable, Sendable {
    public let event: AlertEventKind
    /// The alert as it stands after the event.
    public let alert: Alert
    /// Why, for corrections, clearances and closures.
    public let reason: String?

    public init(event: AlertEventKind, alert: Alert, reason: String?) {
        self.event = event
        self.alert = alert
        self.reason = reason
    }
}

/// What one transaction added.
public struct Committed: Hashable, Sendable {
    /// Sequence of the run's (or file's, or test's) own record.
    public let sequence: Int64
    /// Result records.
    public let results: Int
    /// Those of patients' samples of the assay's target: controls, standards and references are none.
    public let patientResults: Int
    /// Patients' results that may not reach the patient rules.
    public let withheld: Int
    /// The run's quality as it is journaled: its own, and what the laboratory's history says of it. Empty where no run
    /// was added.
    public let quality: [QualityFinding]
    public let alerts: [AlertEvent]
    /// Codes of the patients who were judged anew, without the rules that stand on absent results.
    public let patients: Set<String>
    public let deliveriesOwed: Int
    public let head: Head
}

extension Committed {
    public var runQuality: QualityFinding.Status { quality.map(\.status).max() ?? .pass }
}

/// What became of an analysed file.
public enum CommitOutcome: Hashable, Sendable {
    /// A run seen for the first time.
    case recorded(Committed)
    /// The run of record `earlier`, with changed content.
    case amended(Committed, earlier: Int64)
    /// Record `sequence` already says all of it; nothing was added.
    case known(sequence: Int64)
    /// The run id of record `with`, but another serial or start: journaled, every value withheld, the laboratory told.
    case conflict(Committed, with: Int64)

    public var committed: Committed? {
        switch self {
        case .recorded(let committed), .amended(let committed, _), .conflict(let committed, _): committed
        case .known: nil
        }
    }
}
