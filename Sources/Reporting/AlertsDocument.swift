import Assay
public import Alerts
internal import Assay
public import Rules

/// `alerts --json`.
public struct AlertsDocument: Codable, Hashable, Sendable {
    public var schema = documentSchema
    public var alerts: [AlertDocument]
    /// Critical first.
    public init(_ alerts: [Alert]) { self.alerts = gravestFirst(alerts).map { AlertDocument($0) } }
}

/// One alert as a list and a hook show it.
public struct AlertDocument: Codable, Hashable, Sendable {
    public var id: String
    public var rule: String
    public var severity: Severity
    public var state: AlertState
    public var borderline: Bool
    @OrNull public var patient: String?
    @OrNull public var day: Int?
    public var subject: String
    @OrNull public var value: Double?
    @OrNull public var low: Double?
    @OrNull public var high: Double?
    @OrNull public var unit: String?
    @OrNull public var threshold: Double?
    /// 10^B, in the value's unit.
    @OrNull public var baseline: Double?
    /// UTC.
    public var raised: String
    @OrNull public var run: String?
    public var text: String
    public var advice: String
    /// "P03: fell to the relapse level, sampled 14 May 2025".
    public var headline: String
    /// Date of the sample.
    @OrNull public var sampled: String?
    /// What further rules say of the same value.
    public var grounds: [Ground]

    /// A rule that stands in another's alert.
    public struct Ground: Codable, Hashable, Sendable {
        public var rule: String
        public var severity: Severity
        public var confirmed: Bool
        @OrNull public var threshold: Double?
        public var text: String
        public var advice: String

        init(_ ground: Rules.Ground) {
            rule = ground.rule.text
            severity = ground.severity
            confirmed = ground.confirmed
            text = ground.text
            advice = ground.advice
            _threshold = OrNull(wrappedValue: ground.threshold)
        }
    }

    public init(_ alert: Alert) {
        let finding = alert.finding
        id = alert.id.text
        rule = finding.rule.text
        severity = finding.severity
        state = alert.state
        borderline = finding.borderline
        subject = finding.subject
        raised = utcText(alert.raised)
        text = finding.text
        advice = finding.advice
        headline = alertHeadline(finding)
        grounds = (finding.grounds ?? []).map(Ground.init)
        _sampled = OrNull(wrappedValue: finding.sampled?.iso)
        _patient = OrNull(wrappedValue: finding.patient)
        _day = OrNull(wrappedValue: finding.day)
        _value = OrNull(wrappedValue: finding.value)
        _low = OrNull(wrappedValue: finding.low)
        _high = OrNull(wrappedValue: finding.high)
        _unit = OrNull(wrappedValue: finding.unit)
        _threshold = OrNull(wrappedValue: finding.threshold)
        _baseline = OrNull(wrappedValue: finding.baseline)
        _run = OrNull(wrappedValue: finding.run?.text)
    }
}
