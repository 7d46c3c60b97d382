// One alert event in full, as text and as HTML, from the same rows.
import Alerts
import Rules
import Text

extension AlertMail {
    /// What happened, for the headline.
    private static func headline(_ item: Item) -> String {
        let finding = item.alert.finding
        let what = [finding.rule, finding.patient.map { "patient \($0)" }, finding.day.map { "day \($0)" }].compactMap(
            \.self
        ).joined(separator: ", ")
        return "\(finding.severity.rawValue.uppercased())  \(what)"
    }

    private static func event(_ item: Item) -> String {
        let reason = item.reason.map { ": \($0)" } ?? ""
        return switch item.event {
        case .raised: "Alert \(item.alert.id), raised \(utcText(item.alert.raised))."
        case .confirmed: "Alert \(item.alert.id) is confirmed by a second sample."
        case .reminder: "Reminder of alert \(item.alert.id), raised \(utcText(item.alert.raised))\(reason)."
        case .escalated: "Alert \(item.alert.id), raised \(utcText(item.alert.raised)), is escalated\(reason)."
        case .cleared: "Alert \(item.alert.id) is cleared\(reason)."
        case .corrected: "Alert \(item.alert.id) is corrected and no longer holds\(reason)."
        case .closed: "Alert \(item.alert.id) is closed\(reason)."
        case .acknowledged, .silenced: "Alert \(item.alert.id) is \(item.event.rawValue)."
        case .test: "Test \(item.alert.id)."
        case .media: "Notice \(item.alert.id)."
        }
    }

    /// The numbers that the alert stands on.
    private static func rows(_ item: Item) -> [(name: String, value: String)] {
        let finding = item.alert.finding
        let unit = finding.unit.map { " \($0)" } ?? ""
        var rows: [(String, String)] = []
        if let value = finding.value {
            let interval =
                finding.low.flatMap { low in
                    finding.high.map { " (95 % interval \(plainCopies(low)) to \(plainCopies($0)))" }
                } ?? ""
            rows.append(("Value", plainCopies(value) + unit + interval))
        }
        if let threshold = finding.threshold { rows.append(("Threshold", plainCopies(threshold) + unit)) }
        if let baseline = finding.baseline { rows.append(("Baseline", plainCopies(baseline) + unit)) }
        if let run = finding.run { rows.append(("Run", terminalSafe(run, max: 80))) }
        return rows
    }

    /// What no longer holds asks for nothing.
    private static func advice(_ item: Item) -> String? {
        [.corrected, .cleared, .closed].contains(item.event) || item.alert.finding.advice.isEmpty
            ? nil : item.alert.finding.advice
    }

    static func block(_ item: Item) -> String {
        let width = (rows(item).map(\.name.count).max() ?? 0) + 2
        let table = rows(item).map { row in
            let name = row.name + String(repeating: " ", count: max(0, width - row.name.count))
            return "  \(name)\(folded(row.value, indent: width + 2, columns: columns))\n"
        }
        func paragraph(_ text: String) -> String { folded(text, indent: 0, columns: columns, max: textMax) + "\n" }
        let parts = [
            paragraph(headline(item)) + paragraph(event(item)), paragraph(item.alert.finding.text), table.joined(),
            advice(item).map { paragraph("What to do: \($0)") } ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    static func htmlBlock(_ item: Item) -> String {
        let colour = colour(item.alert.finding.severity)
        let table = rows(item).map {
            "<tr><td style=\"padding:1px 14px 1px 0;color:#5f6368\">\($0.name)</td><td style=\"padding:1px "
                + "0\">\(mailHTML($0.value))</td></tr>\n"
        }
        let advice = advice(item).map { "<p style=\"margin:8px 0 0\"><b>What to do:</b> \(mailHTML($0))</p>\n" } ?? ""
        return """
            <div style="border-left:5px solid \(colour);padding:4px 0 6px 14px;margin:0 0 18px">
            <p style="margin:0;font-size:17px;font-weight:bold;color:\(colour)">\(mailHTML(headline(item)))</p>
            <p style="margin:0 0 8px;font-size:13px;color:#5f6368">\(mailHTML(event(item)))</p>
            <p style="margin:0 0 8px">\(mailHTML(item.alert.finding.text))</p>
            <table style="border-collapse:collapse;font-size:14px">\(table.joined())</table>
            \(advice)</div>

            """
    }

    private static func colour(_ severity: Severity) -> String {
        switch severity {
        case .critical: "#b3261e"
        case .warning: "#9a5b00"
        case .notice: "#1a5fb4"
        case .task, .laboratory: "#4a5568"
        }
    }
}

/// Text from outside as both parts of a mail show it, cut, for its part in HTML.
func mailHTML(_ text: String) -> String { htmlSafe(terminalSafe(text, max: AlertMail.textMax)) }
