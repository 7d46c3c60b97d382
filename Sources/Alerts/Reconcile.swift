// Findings are what the series says now; alerts are what people were told. This is the difference, and nothing is taken
// back silently.
import Assay
import Foundation
public import Rules
import Text

/// What to do with the alerts of one scope after judging it anew.
public enum AlertChange: Hashable, Sendable {
    case raise(Finding)
    /// The alert's decline is confirmed by a second sample: its finding is replaced, acknowledgement and silence are
    /// void.
    case confirm(alert: AlertID, Finding)
    /// The values have recovered (hysteresis).
    case clear(alert: AlertID, reason: String)
    /// The alert's ground is gone: its recipients are told, by name of the alert.
    case correct(alert: AlertID, reason: String)
}

/// Compares findings with the alerts of the same scope. The caller passes every alert of that scope, whatever its
/// state: all of one patient (`finding.patient`), or all of one run or file that have no patient.
/// - Parameter backlogDone: no file is settling or unread. Until then R2 and R9, which stand on absent results, are
///   taken back but not raised, so that a backlog is judged as a whole.
public func reconcile(_ findings: [Finding], with existing: [Alert], backlogDone: Bool = false) -> [AlertChange] {
    var standing: [AlertKey: Alert] = [:]
    for alert in existing where alert.state != .corrected { standing[AlertKey(alert.finding)] = alert }
    var changes: [AlertChange] = []
    var raises: [AlertChange] = []
    var kept: Set<AlertKey> = []
    for finding in findings {
        let key = AlertKey(finding)
        guard kept.insert(key).inserted else { continue }
        guard let alert = standing.removeValue(forKey: key) else {
            if backlogDone || !finding.isScheduled { raises.append(.raise(finding)) }
            continue
        }
        switch difference(from: alert, to: finding) {
        case .none: continue
        case .again(let reason):
            changes.append(.correct(alert: alert.id, reason: reason))
            raises.append(.raise(finding))
        case .change(let change): changes.append(change)
        }
    }
    let gone = standing.values.sorted { ($0.raised, $0.id) < ($1.raised, $1.id) }
    return gone.map { .correct(alert: $0.id, reason: goneReason($0, now: findings)) } + changes + raises
}

/// The same ground: rule, patient, day, subject. A confirmation keeps the key and changes the severity.
private struct AlertKey: Hashable {
    let rule: RuleID
    let patient: String?
    let day: Int?
    let subject: String

    init(_ finding: Finding) {
        rule = finding.rule
        patient = finding.patient
        day = finding.day
        subject = finding.subject
    }
}

private enum Difference { case none, again(String), change(AlertChange) }

/// A value that moved by less than this, log10, is the same value: an alert is not sent again for it.
private let materialLog10 = 0.1

private func difference(from alert: Alert, to finding: Finding) -> Difference {
    let told = alert.finding
    if finding.confirmed, !told.confirmed { return .change(.confirm(alert: alert.id, finding)) }
    if told.confirmed, !finding.confirmed { return .again("the confirming sample no longer confirms it") }
    if told.severity != finding.severity {
        return .again("its severity is now \(finding.severity.rawValue) instead of \(told.severity.rawValue)")
    }
    if told.borderline != finding.borderline {
        return .again("it is \(finding.borderline ? "now" : "no longer") borderline")
    }
    if moved(told.value, finding.value) {
        return .again("the value is now \(finding.value.map(plainCopies) ?? "outside the range of quantification")")
    }
    // R3, R4 and R8 stand on the baseline: with another one the message says what is no longer so.
    if moved(told.threshold, finding.threshold) {
        return .again("the threshold it is held against is now \(finding.threshold.map(plainCopies) ?? "none")")
    }
    // An earlier version, which did not name the grounds, has told of each by an alert of its own.
    if let before = told.grounds, Set(before.map(\.rule)) != Set((finding.grounds ?? []).map(\.rule)) {
        return .again("other rules tell of the same value now")
    }
    if alert.state.stands, let day = finding.clearedDay {
        let what = finding.rule == R8LateRise.description.id ? "come down again" : "recovered"
        return .change(.clear(alert: alert.id, reason: "two consecutive values have \(what), the second on day \(day)"))
    }
    if alert.state == .cleared, finding.clearedDay == nil {
        return .again("the values that had cleared it no longer do")
    }
    return .none
}

private func moved(_ a: Double?, _ b: Double?) -> Bool {
    guard let a, let b else { return (a == nil) != (b == nil) }
    guard a > 0, b > 0 else { return a != b }
    return (log10(a) - log10(b)).magnitude > materialLog10
}

private func goneReason(_ alert: Alert, now findings: [Finding]) -> String {
    let rule = alert.finding.rule
    let leading = findings.first { $0.subject == alert.finding.subject && $0.patient == alert.finding.patient }
    if let leading, leading.rules.dropFirst().contains(rule) {
        return "it stands in the alert of \(leading.rule) on the same sample, which speaks for it"
    }
    if let other = findings.first(where: { $0.rule == rule && $0.patient == alert.finding.patient }),
        let day = other.day
    {
        return "\(rule) now stands on day \(day)"
    }
    return "the results it stood on are amended, withheld or superseded, and \(rule) no longer fires on them"
}
