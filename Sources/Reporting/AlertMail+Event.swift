// One alert event in full, as text and as HTML, from the same rows.
import Assay
import Alerts
import Rules
import Text

extension AlertMail {
    /// What happened, for the headline.
    private static func headline(_ item: Item) -> String {
        let finding = item.alert.finding
        let rules = finding.ruleNames
        let day = finding.patient == nil ? nil : finding.day.map { ", day \($0)" }
        return "\(finding.severity.rawValue.uppercased())  \(alertHeadline(finding)) (\(rules)\(day ?? ""))"
    }

    private static func event(_ item: Item) -> String {
        let reason = item.reason.map { ": \($0)" } ?? ""
        return switch item.event {
        case .raised: "Alert \(item.alert.id), raised \(utcText(item.alert.raised))."
        case .confirmed: "Alert \(item.alert.id) is confirmed by a second sample."
        case .reminder: "Reminder of alert \(item.alert.id), raised \(utcText(item.alert.raised))\(reason)."
        case .escalated: "Alert \(item.alert.id), raised \(utcText(item.alert.raised)), is escalated\(reason)."
        case .cleared: "Alert \(item.alert.id) is cleared\(reason)."
        case .corrected: "Alert \(item.alert.id) is corrected and no longer stands\(reason)."
        case .reopened: "The closing of alert \(item.alert.id) is taken back\(reason)."
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
        if let sampled = finding.sampled { rows.append(("Sampled", writtenDate(sampled))) }
        if let run = finding.run { rows.append(("Run", terminalSafe(run.text, max: 80))) }
        if let file = item.file { rows.append(("File", terminalSafe(file, max: 120))) }
        return rows
    }

    /// What further rules say of the same value.
    private static func grounds(_ item: Item) -> [String] {
        (item.alert.finding.grounds ?? []).map { "\($0.rule) besides: \($0.text)" }
    }

    /// What no longer holds asks for nothing.
    private static func advice(_ item: Item) -> String? {
        [.corrected, .cleared, .closed].contains(item.event) || item.alert.finding.advice.isEmpty
            ? nil : item.alert.finding.advice
    }

    /// The patient's page, or that of all where no patient is meant.
    private func link(_ item: Item) -> String? {
        pages.map { $0 + (item.alert.finding.patient.map(patientPageName) ?? indexPageName) }
    }

    func block(_ item: Item) -> String {
        let rows = Self.rows(item)
        let width = (rows.map(\.name.count).max() ?? 0) + 2
        let table = rows.map { row in
            let name = row.name + String(repeating: " ", count: max(0, width - row.name.count))
            return "  \(name)\(folded(row.value, indent: width + 2, columns: Self.columns))\n"
        }
        func paragraph(_ text: String) -> String {
            folded(text, indent: 0, columns: Self.columns, max: Self.textMax) + "\n"
        }
        let parts = [
            paragraph(Self.headline(item)) + paragraph(Self.event(item)), paragraph(item.alert.finding.text),
            Self.grounds(item).map(paragraph).joined(), table.joined(),
            Self.advice(item).map { paragraph("What to do: \($0)") } ?? "",
            // Whole, or no mail program takes it for an address.
            link(item).map { "Page: \($0)\n" } ?? "",
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    func htmlBlock(_ item: Item) -> String {
        let colour = Self.colour(item.alert.finding.severity)
        let table = Self.rows(item).map {
            "<tr><td style=\"padding:1px 14px 1px 0;color:#5f6368\">\($0.name)</td><td style=\"padding:1px "
                + "0\">\(mailHTML($0.value))</td></tr>\n"
        }
        let link = link(item).map {
            "<p style=\"margin:8px 0 0\"><a href=\"\(mailHTML($0))\">Page with the course</a></p>\n"
        }
        let grounds = Self.grounds(item).map {
            "<p style=\"margin:0 0 8px;font-size:13px\">\(mailHTML($0))</p>\n"
        }
        let advice =
            Self.advice(item).map { "<p style=\"margin:8px 0 0\"><b>What to do:</b> \(mailHTML($0))</p>\n" } ?? ""
        return """
            <div style="border-left:5px solid \(colour);padding:4px 0 6px 14px;margin:0 0 18px">
            <p style="margin:0;font-size:17px;font-weight:bold;color:\(colour)">\(mailHTML(Self.headline(item)))</p>
            <p style="margin:0 0 8px;font-size:13px;color:#5f6368">\(mailHTML(Self.event(item)))</p>
            <p style="margin:0 0 8px">\(mailHTML(item.alert.finding.text))</p>
            \(grounds.joined())<table style="border-collapse:collapse;font-size:14px">\(table.joined())</table>
            \(advice)\(link ?? "")</div>

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
