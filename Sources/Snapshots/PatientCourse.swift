// What the journal says of a patient at one moment. A command, a mail and a page are made of the same value, so that none
// of them shows the values of one moment beside the alerts of another.
public import Alerts
public import Foundation
public import Rules

/// All that the journal holds of one patient.
public struct PatientCourse: Sendable {
    /// The study code.
    public let code: String
    /// Of runs in force, in the order in which they were journaled, withheld ones too.
    public let measurements: [Rules.Measurement]
    /// Whatever their state, in the order in which they were raised.
    public let alerts: [Alert]
    /// What happened to these alerts, oldest first.
    public let history: [AlertHistoryEntry]
    /// When the journal first heard of the patient: from the patients file or by a result; nil where it never did.
    public let firstRecord: Date?
    /// A result of the patient was journaled, be its run in force or not.
    public let hasResults: Bool

    public init(
        code: String, measurements: [Rules.Measurement], alerts: [Alert], history: [AlertHistoryEntry],
        firstRecord: Date?, hasResults: Bool
    ) {
        self.code = code
        self.measurements = measurements
        self.alerts = alerts
        self.history = history
        self.firstRecord = firstRecord
        self.hasResults = hasResults
    }

    /// The result that a finding was made of; nil for one that stands on several or on none.
    public func measurement(of finding: Finding) -> Rules.Measurement? {
        measurements.last { $0.day == finding.day && $0.runID == finding.run }
    }
}

/// One thing that happened to an alert: it was raised, acknowledged, cleared and so on.
public struct AlertHistoryEntry: Hashable, Sendable {
    public let alert: AlertID
    public let event: AlertEventKind
    /// UTC time of its record, ISO 8601.
    public let time: String
    /// The name that the person gave who did it; nil where nobody did.
    public let by: String?
    public let note: String?

    public init(alert: AlertID, event: AlertEventKind, time: String, by: String?, note: String?) {
        self.alert = alert
        self.event = event
        self.time = time
        self.by = by
        self.note = note
    }
}
