// What a rule finds: everything an alert says, before it is one.
public import Assay

public enum Severity: String, Sendable, Codable, CaseIterable { case task, notice, warning, critical, laboratory }

/// What a rule found: everything an alert says, before it has an id.
public struct Finding: Hashable, Sendable, Codable {
    /// "R1", "R5a", …
    public var rule: RuleID
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
    public var run: RunID?
    /// What fired, the values and days it stands on, the trend; one or two sentences.
    public var text: String
    /// What to do next.
    public var advice: String
    /// What happened in a few words that follow the patient's code: "fell to the relapse level". Nil in records of
    /// versions that did not say so.
    public var headline: String?
    /// Date of the sample.
    public var sampled: CalendarDate?
    /// What further rules say of the same value; nil in records of versions that raised an alert for each.
    public var grounds: [Ground]?

    public init(
        rule: RuleID, severity: Severity, borderline: Bool = false, confirmed: Bool = false, clearedDay: Int? = nil,
        patient: String? = nil, day: Int? = nil, subject: String,
        value: Double? = nil, low: Double? = nil, high: Double? = nil, unit: String? = nil, threshold: Double? = nil,
        baseline: Double? = nil, run: RunID? = nil, text: String, advice: String, headline: String? = nil,
        sampled: CalendarDate? = nil, grounds: [Ground]? = nil
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
        self.headline = headline
        self.sampled = sampled
        self.grounds = grounds
    }

    /// The rule that speaks, and those that stand in it as grounds.
    public var rules: [RuleID] { [rule] + (grounds ?? []).map(\.rule) }

    /// "R5a R5 R4", as people are told them.
    public var ruleNames: String { rules.map(\.text).joined(separator: " ") }

    /// It stands on the absence of results, so it can be wrong while files are still unread.
    public var isScheduled: Bool {
        [R2NoExpansion.description.id, R9MissedSample.description.id, WithheldResult.description.id].contains(rule)
    }

    /// A provisional decline or late rise: a second sample confirms it, or takes it back.
    package var isProvisional: Bool {
        !confirmed && rules.contains(where: [R4Decline.description.id, R8LateRise.description.id].contains)
    }
}

extension Finding {
    /// Never sent to a physician.
    package var isForLaboratory: Bool {
        rule == RuleDescription.laboratoryID || severity == .laboratory || severity == .task
    }
}
