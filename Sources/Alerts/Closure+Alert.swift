public import Assay
public import Rules

extension Closure {
    /// What the closing of an alert about a patient's sample ends: its rule's stretch, and that of each rule that
    /// stands in it; none for any other alert.
    public static func all(of alert: Alert, on: CalendarDate) -> [Closure] {
        guard let patient = alert.finding.patient, let day = alert.finding.day else { return [] }
        let head = subjectHead(patient, day: day)
        guard alert.finding.subject.hasPrefix(head) else { return [] }
        let target = String(alert.finding.subject.dropFirst(head.count))
        return alert.finding.rules.map { Closure(rule: $0, day: day, target: target, on: on) }
    }
}
