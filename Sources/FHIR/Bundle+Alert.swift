// A Flag for an alert: it stands while the alert stands.
internal import Alerts
internal import Hospital
internal import Rules
internal import Text

extension ResourceWriter {
    func flag(_ reported: ReportedAlert, _ subject: Node) -> Node {
        let (alert, finding) = (reported.alert, reported.alert.finding)
        let text = [finding.text, reported.reason, finding.advice].compactMap(\.self).filter { !$0.isEmpty }
        let severity = finding.severity.rawValue
        let end: Node = alert.state.stands ? .nothing : instant(event.time)
        var out: [String: Node] = ["resourceType": "Flag", "subject": subject, "meta": meta]
        out["identifier"] = [identifier(system("alert"), "\(settings.site)-\(alert.id)")]
        out["status"] = .text(state(alert))
        out["category"] = [
            concept(coding(system("codes"), "rule-\(finding.rule)"), "cqwatch rule \(finding.rule), advisory"),
            concept(coding(system("severity"), severity), severity),
        ]
        out["code"] = ["text": .text(fhirSafe(text.joined(separator: " ")))]
        out["period"] = ["start": instant(alert.raised), "end": end]
        return .fields(out)
    }

    private func state(_ alert: Alert) -> String {
        if alert.state == .corrected { return "entered-in-error" }
        return alert.state.stands ? "active" : "inactive"
    }
}
