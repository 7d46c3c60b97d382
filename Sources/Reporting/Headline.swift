// What an alert tells, in a few words: the subject of a mail, the head of a list's entry.
public import Alerts
import Assay
public import Rules
import Text

/// "P03: fell to the relapse level, sampled 14 May 2025"; for the laboratory "The run T01.lc96p failed its quality
/// control".
public func alertHeadline(_ finding: Finding) -> String {
    let what = terminalSafe(finding.headline ?? finding.rule.text, max: headlineMax)
    guard let patient = finding.patient else { return what.prefix(1).uppercased() + what.dropFirst() }
    let when =
        finding.sampled.map { ", sampled \(writtenDate($0))" }
        // A rule that names a day itself, or a record of a version that kept no date.
        ?? (finding.headline == nil ? finding.day.map { " day \($0)" } ?? "" : "")
    return "\(terminalSafe(patient, max: headlineMax)): \(what)\(when)"
}

/// Characters that a headline takes over from a finding.
private let headlineMax = 160

/// "14 May 2025".
func writtenDate(_ date: CalendarDate) -> String { "\(date.day) \(months[date.month - 1]) \(date.year)" }

private let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]

/// Critical first, then by severity; of one severity the newest first.
public func gravestFirst(_ alerts: [Alert]) -> [Alert] {
    alerts.sorted { a, b in
        (a.finding.severity.rank, b.id) < (b.finding.severity.rank, a.id)
    }
}
