public import Foundation
internal import Text

/// The state of the service for people.
public func statusText(_ status: StatusDocument, zone: TimeZone? = nil, colour: Bool = false) -> String {
    let folders = status.watch.map { folder in
        let scan = folder.lastScan.map { "last scan \(localTime($0, in: zone))" } ?? "not scanned yet"
        let state = folder.problem.map { Ink.red.applied(terminalSafe($0), colour: colour) } ?? terminalSafe(scan)
        return "watching  \(terminalSafe(folder.path)): \(state)\n"
    }
    let media = status.media.map { medium in
        let name = terminalSafe(medium.label ?? medium.serial ?? medium.device ?? "without a label", max: 64)
        let ink: Ink = medium.state == "refused" ? .red : medium.state == "safe to pull" ? .green : .yellow
        return
            "stick     \(name): \(ink.applied(medium.state, colour: colour))\(medium.reason.map { ": " + terminalSafe($0) } ?? "")\n"
    }
    let failed =
        status.outbox.failed > 0 ? Ink.red.applied("\(status.outbox.failed) failed", colour: colour) : "0 failed"
    let open = status.alerts.open > 0 ? Ink.yellow.applied("\(status.alerts.open) open", colour: colour) : "0 open"
    let daemon = status.running ? "running" : Ink.red.applied("not running: nothing is watched", colour: colour)
    let heldBack = status.heldBack.map {
        "absence   \(Ink.yellow.applied(terminalSafe($0, max: 1000), colour: colour))\n"
    }
    let pages = status.pagesProblem.map {
        "pages     \(Ink.yellow.applied(terminalSafe("not written: \($0)"), colour: colour))\n"
    }
    return "daemon    \(daemon)\n" + folders.joined() + heldBack.joined() + media.joined() + (pages ?? "")
        + "runs      \(status.runs.total) journaled, \(status.runs.today) today\nalerts    \(open)\n"
        + "outbox    \(status.outbox.owed) owed, \(failed)\njournal   \(status.journal.records) records, head "
        + "\(status.journal.head.map { terminalSafe($0) } ?? "none")\n"
        + status.findings.map { finding in
            let ink: Ink = finding.severity == .critical ? .red : .yellow
            return "attention \(ink.applied(terminalSafe(finding.text, max: 400), colour: colour))\n"
        }.joined()
}
