// A Flag for an alert: it stands while the alert stands.
internal import Alerts
internal import Hospital
internal import Rules

extension ResourceWriter {
    func flag(_ reported: ReportedAlert, _ subject: Node) -> Node {
        let (alert, finding) = (reported.alert, reported.alert.finding)
        let text = [finding.text, reported.reason, finding.advice].compactMap(\.self).filter { !$0.isEmpty }
        return [
            "resourceType": "Flag",
            "identifier": [identifier(system("alert"), "\(settings.site)-\(alert.id)")],
            "status": .text(state(alert)),
            "category": [
                concept(
                    coding(system("codes"), "rule-\(finding.rule)"), "cqwatch rule \(finding.rule), advisory"),
                concept(coding(system("severity"), finding.severity.rawValue), finding.severity.rawValue),
            ],
            "code": ["text": .text(plainText(text.joined(separator: " ")))], "subject": subject,
            "period": [
                "start": instant(alert.raised), "end": alert.state.stands ? .nothing : instant(event.time),
            ],
            "meta": meta,
        ]
    }

    private func state(_ alert: Alert) -> String {
        if alert.state == .corrected { return "entered-in-error" }
        return alert.state.stands ? "active" : "inactive"
    }
}
