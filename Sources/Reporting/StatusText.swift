public import Foundation
internal import Text

/// The state of the service for people.
public func statusText(
    _ status: StatusDocument, zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    /// - Parameter ink: of all but the name that it begins with.
    func line(_ head: String, _ says: String, ink: Ink? = nil, after name: String = "", max: Int = 1000) -> String {
        let head = head + String(repeating: " ", count: headWidth - head.count)
        let says = folded(name + says, indent: headWidth, width: width, max: max)
        guard let ink, says.hasPrefix(name) else { return head + says + "\n" }
        return head + name + ink.applied(String(says.dropFirst(name.count)), colour: colour) + "\n"
    }
    let folders = status.watch.map { folder in
        let scan = folder.lastScan.map { "last scan \(localTime($0, in: zone))" } ?? "not scanned yet"
        return line(
            "watching", folder.problem ?? scan, ink: folder.problem == nil ? nil : .red,
            after: terminalSafe(folder.path) + ": ")
    }
    let media = status.media.map { medium in
        let name = terminalSafe(medium.label ?? medium.serial ?? medium.device ?? "without a label", max: 64)
        let ink: Ink = medium.state == "refused" ? .red : medium.state == "safe to pull" ? .green : .yellow
        return line(
            "stick", medium.state + (medium.reason.map { ": " + $0 } ?? ""), ink: ink, after: name + ": ")
    }
    let daemon =
        status.running ? line("daemon", "running") : line("daemon", "not running: nothing is watched", ink: .red)
    let outbox = line(
        "outbox", "\(status.outbox.failed) failed", ink: status.outbox.failed > 0 ? .red : nil,
        after: "\(status.outbox.owed) owed, ")
    let journal = "\(counted(status.journal.records, "record")), head \(status.journal.head ?? "none")"
    return daemon + folders.joined() + status.heldBack.map { line("absence", $0, ink: .yellow) }.joined()
        + media.joined() + (status.pagesProblem.map { line("pages", "not written: \($0)", ink: .yellow) } ?? "")
        + line("runs", "\(status.runs.total) journaled, \(status.runs.today) today")
        + line("alerts", "\(status.alerts.open) open", ink: status.alerts.open > 0 ? .yellow : nil) + outbox
        + line("journal", journal)
        + status.findings.map {
            line("attention", $0.text, ink: $0.severity == .critical ? .red : .yellow, max: 400)
        }.joined()
}

/// Columns of what each line begins with, its gap with it.
private let headWidth = 10
