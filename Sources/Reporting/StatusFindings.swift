// What of the state of the service wants a person, and how programs that watch services are told.
import Text

extension StatusDocument {
    /// Gathers what wants a person, the gravest first.
    /// - Parameters:
    ///   - damage: what is wrong with the journal; nil where nothing was found.
    ///   - refused: headlines of the standing alerts on files that cannot be read.
    public mutating func findWhatWantsAPerson(damage: String?, refused: [String]) {
        var found: [Finding] = []
        if let damage { found.append(Finding(.critical, "journal damaged: \(damage) (cqwatch journal verify)")) }
        if !running { found.append(Finding(.critical, "daemon not running: nothing is watched")) }
        found += watch.compactMap { folder in
            folder.problem.map { Finding(.critical, "folder unreadable: \(folder.path): \($0)") }
        }
        if outbox.failed > 0 {
            let count = counted(outbox.failed, "delivery", plural: "deliveries")
            found.append(Finding(.warning, "\(count) failed (cqwatch deliveries)"))
        }
        found += refused.map { Finding(.warning, "files refused: \($0) (cqwatch files)") }
        findings = found
    }

    /// 0 all is well, 1 something wants a person.
    public var exitCode: Int32 { findings.isEmpty ? 0 : 1 }

    /// By the convention of Nagios' and Icinga's plugins: 0 OK, 1 WARNING, 2 CRITICAL.
    public var pluginExitCode: Int32 {
        findings.isEmpty ? 0 : findings.contains { $0.severity == .critical } ? 2 : 1
    }
}

/// The same for Nagios and Icinga: one line with the verdict and, behind a bar, numbers; then a line a finding.
public func pluginText(_ status: StatusDocument) -> String {
    let word = ["OK", "WARNING", "CRITICAL"][Int(status.pluginExitCode)]
    // A bar begins the numbers.
    let texts = status.findings.map { terminalSafe($0.text, max: 300).replacing("|", with: "/") }
    let summary =
        texts.first
        ?? "\(counted(status.runs.today, "run")) today, \(counted(status.alerts.open, "alert")) open"
    let more = texts.count > 1 ? ", and \(texts.count - 1) more" : ""
    let numbers =
        "runs_today=\(status.runs.today) alerts_open=\(status.alerts.open) outbox_owed=\(status.outbox.owed) "
        + "outbox_failed=\(status.outbox.failed)"
    return (["CQWATCH \(word) - \(summary)\(more) | \(numbers)"] + texts).joined(separator: "\n") + "\n"
}
