import Alerts
import ArgumentParser
import Assay
import Casebook
import Foundation
import Journal
import Reporting
import Rules
import Service
import Text

/// `cqwatch alerts`: what stands open.
struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists alerts, the open ones unless --all.",
        discussion: "All alerts are advisory. An alert's id says nothing of the patient.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var form: ListForm

    @ArgumentParser.Flag(help: "List those that are no longer open too.")
    var all = false

    @Option(help: "Only those of this patient.")
    var patient: String?

    @Option(help: "Only those of this severity: \(severityNames).", transform: severityNamed)
    var severity: Severity?

    @Option(help: "Only those of this rule, or with it among their grounds, e.g. R5a.", transform: ruleNamed)
    var rule: RuleID?

    @Option(
        name: .customLong("since"),
        help:
            "Only those raised since then: a time with its offset (2026-05-14T10:00:00Z), or a date in watch.timeZone.")
    var sinceText: String?

    func run() async throws {
        let known = try config.known()
        let start = try since(sinceText, in: known.configuration.instrumentZone)
        let alerts = try reading { () throws(JournalError) in try known.casebook.alerts(all: all) }.filter { alert in
            isAskedFor(alert) && start.map { alert.raised >= $0 } ?? true
        }
        let zone = known.configuration.instrumentZone
        try form.write(
            AlertsDocument(alerts), csv: { try $0.csv() },
            text: { alertsText(alerts, zone: zone, width: foldingWidth(), colour: $1) })
    }

    private func isAskedFor(_ alert: Alert) -> Bool {
        let finding = alert.finding
        if let patient, finding.patient != patient { return false }
        if let severity, finding.severity != severity { return false }
        if let rule, !finding.rules.contains(rule) { return false }
        return true
    }
}

let severityNames = Severity.allCases.map(\.rawValue).joined(separator: ", ")

func severityNamed(_ name: String) throws -> Severity {
    guard let severity = Severity(rawValue: name) else {
        throw ValidationError("'\(terminalSafe(name))' is no severity: \(severityNames)")
    }
    return severity
}

func ruleNamed(_ name: String) throws -> RuleID {
    let known = ruleDescriptions.map(\.id)
    guard let rule = known.first(where: { $0.text.lowercased() == name.lowercased() }) else {
        var names: [String] = []
        for rule in known where !names.contains(rule.text) { names.append(rule.text) }
        throw ValidationError("'\(terminalSafe(name))' is no rule: \(names.joined(separator: ", "))")
    }
    return rule
}
