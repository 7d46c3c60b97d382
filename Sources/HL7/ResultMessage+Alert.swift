// The segments that tell of one event of an alert. It has an order of its own, which all its events share: under the
// result's order its status would overwrite that of the result.
internal import Alerts
internal import Hospital
internal import Rules
internal import Text

extension MessageWriter {
    func alert(_ reported: ReportedAlert) -> [String] {
        let (alert, finding) = (reported.alert, reported.alert.finding)
        let filler = filler("\(settings.site)-\(alert.id)")
        let code = components("CQW-ALERT", "cqwatch alert, advisory", InterfaceSettings.localSystem)
        let rule = components(
            "CQW-\(finding.rule)", "cqwatch rule \(finding.rule), advisory", InterfaceSettings.localSystem)
        let status = status(reported)
        let parent = reported.order.map { "^\(hl7Safe($0))&\(hl7Safe(settings.names.sendingApplication))" } ?? ""
        return [
            segment("ORC", [1: "RE", 3: filler, 9: stamp]),
            segment("OBR", [1: "1", 3: filler, 4: code, 22: stamp, 25: status, 29: parent]),
            segment(
                "OBX",
                [
                    1: "1", 2: "ST", 3: rule, 4: alert.id.text, 5: hl7Safe(headline(reported), max: Self.stringMax),
                    8: flag(alert), 11: status, 19: stamp,
                ]),
        ]
            + notes(
                [finding.text, reported.reason, finding.advice, advisoryLine].compactMap(\.self).filter { !$0.isEmpty })
    }

    private func headline(_ reported: ReportedAlert) -> String {
        let finding = reported.alert.finding
        let value = finding.value.map { ": \(plainNumber($0)) \(finding.unit ?? "")" } ?? ""
        return "\(reported.event.rawValue), \(finding.severity.rawValue)\(value)"
    }

    /// HL70078. What no longer stands is not abnormal.
    private func flag(_ alert: Alert) -> String {
        guard alert.state.stands else { return "" }
        return switch alert.finding.severity {
        case .critical: "AA"
        case .warning: "A"
        case .task, .notice, .laboratory: ""
        }
    }

    /// An alert that was wrong is a correction, whatever it had been.
    private func status(_ reported: ReportedAlert) -> String {
        guard status == .final else { return "P" }
        return reported.alert.state == .corrected ? "C" : "F"
    }
}
