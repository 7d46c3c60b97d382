import Assay
public import Alerts
public import Foundation
import Rules
import Text

/// Alerts as a table, critical first, under each what it says and advises; the advisory line last where one concerns a
/// patient.
/// - Parameter zone: of the times; nil: UTC.
public func alertsText(
    _ alerts: [Alert], zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    guard !alerts.isEmpty else { return "no alerts\n" }
    let alerts = gravestFirst(alerts)
    var table = AlignedTable([
        .init("id"), .init("rule"), .init("severity"), .init("state"), .init("patient"), .init("day", .right),
        .init("value", .right), .init("raised"),
    ])
    for alert in alerts {
        let finding = alert.finding
        table.add(
            [
                alert.id.text, finding.ruleNames, finding.severity.rawValue,
                alert.state.rawValue,
                finding.patient ?? "–",
                finding.day.map { String($0) } ?? "–",
                finding.value.map { plainCopies($0) } ?? "–",
                zone.map { localTime(alert.raised, in: $0) } ?? utcText(alert.raised),
            ], ink: finding.severity.ink)
    }
    let rows = table.rowTexts(colour: colour, columns: width)
    let columns = width ?? textColumns
    let entries = zip(alerts, rows.dropFirst()).map { alert, row in
        let says =
            [alertHeadline(alert.finding), alert.finding.text]
            + (alert.finding.grounds ?? []).map { "\($0.rule): \($0.text)" } + [alert.finding.advice]
        return row + says.map { "    \(folded($0, indent: 4, columns: columns))\n" }.joined()
    }
    let advisory =
        alerts.allSatisfy(\.finding.isForLaboratory) ? "" : folded(advisoryLine, indent: 0, width: width) + "\n"
    return rows[0] + entries.joined() + advisory
}

/// One alert as a line for a terminal or a log, without time and colour.
public func alertLine(_ alert: Alert) -> String {
    let finding = alert.finding
    let about = [finding.patient, finding.day.map { "day \($0)" }].compactMap { $0 }.joined(separator: " ")
    return terminalSafe(
        "\(alert.id) \(finding.rule) \(finding.severity.rawValue)\(about.isEmpty ? "" : " \(about)"): \(finding.text)")
}

extension Severity {
    var ink: Ink? {
        switch self {
        case .critical: .red
        case .warning, .laboratory: .yellow
        case .notice: .green
        case .task: nil
        }
    }
}
