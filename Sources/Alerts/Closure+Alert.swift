public import Assay
public import Rules
public import Rules

extension Closure {
    /// The closing of an alert about a patient's sample; nil for any other alert.
    public init?(of alert: Alert, on: CalendarDate) {
        guard let patient = alert.finding.patient, let day = alert.finding.day else { return nil }
        let head = subjectHead(patient, day: day)
        guard alert.finding.subject.hasPrefix(head) else { return nil }
        self.init(
            rule: alert.finding.rule, day: day, target: String(alert.finding.subject.dropFirst(head.count)), on: on)
    }
}
