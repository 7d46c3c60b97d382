public import Foundation

public enum Severity: String, Sendable, Codable, CaseIterable { case task, notice, warning, critical, laboratory }

public enum AlertState: String, Sendable, Codable { case open, confirmed, acknowledged, cleared, closed, corrected }

/// What happened to an alert; the hook's `event`.
public enum AlertEventKind: String, Sendable, Codable {
    case raised, confirmed, acknowledged, reminder, escalated, cleared, closed, corrected, silenced, test
    /// A notice that is no alert: a stick may be pulled.
    case media
}

/// What a rule found: everything an alert says, before it has an id.
public struct Finding: Hashable, Sendable, Codable {
    /// "R1", "R5a", …
    public var rule: String
    public var severity: Severity
    /// The interval includes the threshold.
    public var borderline: Bool
    /// A second sample confirms it.
    public var confirmed: Bool
    /// Sampling day of the second of two values that cleared it; nil while it stands.
    public var clearedDay: Int?
    public var patient: String?
    /// Sampling day it stands on.
    public var day: Int?
    /// What the finding is about, so that the same ground is found again: sample name and target, or a file.
    public var subject: String
    public var value: Double?
    public var low: Double?
    public var high: Double?
    public var unit: String?
    public var threshold: Double?
    /// 10^B, in `unit`.
    public var baseline: Double?
    /// Run id.
    public var run: String?
    /// What fired, the values and days it stands on, the trend; one or two sentences.
    public var text: String
    /// What to do next.
    public var advice: String

    public init(
        rule: String, severity: Severity, borderline: Bool = false, confirmed: Bool = false, clearedDay: Int? = nil,
        patient: String? = nil, day: Int? = nil, subject: String,
        value: Double? = nil, low: Double? = nil, high: Double? = nil, unit: String? = nil, threshold: Double? = nil,
        baseline: Double? = nil, run: String? = nil, text: String, advice: String
    ) {
        self.rule = rule
        self.severity = severity
        self.borderline = borderline
        self.confirmed = confirmed
        self.clearedDay = clearedDay
        self.patient = patient
        self.day = day
        self.subject = subject
        self.value = value
        self.low = low
        self.high = high
        self.unit = unit
        self.threshold = threshold
        self.baseline = baseline
        self.run = run
        self.text = text
        self.advice = advice
    }

    /// It stands on the absence of results, so it can be wrong while files are still unread.
    public var isScheduled: Bool { rule == "R2" || rule == "R9" || rule == WithheldResult.name }
}

/// A finding with an identity and a life.
public struct Alert: Hashable, Sendable, Codable {
    public var id: AlertID
    public var state: AlertState
    public var raised: Date
    public var finding: Finding

    public init(id: AlertID, state: AlertState, raised: Date, finding: Finding) {
        self.id = id
        self.state = state
        self.raised = raised
        self.finding = finding
    }
}

/// The last line of every message.
public let advisoryLine = "Advisory only: the relapse level of 84 copies rests on one patient of one study (DOI 10.3892/etm.2023.12170)."

extension AlertState {
    /// Those of an alert that is not over: it asks for attention, or for patience.
    public static let standing: Set<AlertState> = [.open, .confirmed, .acknowledged]

    public var stands: Bool { Self.standing.contains(self) }
}
