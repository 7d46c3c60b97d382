// What a mail about alerts says: subject, text and HTML. What stands in the text stands in the HTML; the advisory is
// the last line of both.
import Assay
public import Alerts
import Rules
import Text

/// The words of one mail to one recipient.
public struct AlertMail: Sendable {
    /// One alert event.
    public struct Item: Sendable {
        public var alert: Alert
        public var event: AlertEventKind
        /// Why, for corrections, clearances, closures and escalations.
        public var reason: String?
        /// Name of the file that brought the value.
        public var file: String?
        public init(alert: Alert, event: AlertEventKind, reason: String?, file: String? = nil) {
            self.alert = alert
            self.event = event
            self.reason = reason
            self.file = file
        }
    }

    /// How much the mail tells.
    public enum Form: Sendable {
        /// Each event in full.
        case digest
        /// One line an event: there are too many of them.
        case summary
        /// Ids and severities alone: nothing of a patient leaves the house.
        case minimal
    }

    /// An inline picture of one patient's course.
    public struct Picture: Sendable {
        public var contentID: String
        public var description: String
        public init(contentID: String, description: String) {
            self.contentID = contentID
            self.description = description
        }
    }

    /// Gravest first; events of one alert in their order.
    public let items: [Item]
    public let form: Form
    let journalHead: String
    /// Where pages are found, ending with a stroke; nil: none are linked to.
    let pages: String?

    /// Columns of the text part.
    static let columns = 76
    /// Characters of an alert's text; the journal holds the rest.
    static let textMax = 4000
    /// Patients and rules that a subject names.
    static let namedMax = 4

    public init(_ items: [Item], form: Form, journalHead: String, pages: String? = nil) {
        self.items = items.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }.map(
            \.element)
        self.form = form
        self.journalHead = journalHead
        self.pages = pages
    }

    /// "[cqwatch] P03: fell to the relapse level, sampled 14 May 2025 (critical, A12, run07.lc96p)"; of several events
    /// the gravest, and how many there are besides.
    public var subject: String {
        guard let first = items.first else { return "[cqwatch]" }
        let severity = first.alert.finding.severity.rawValue
        if form == .summary {
            return "[cqwatch] summary of \(counted(items.count, "alert event")), the gravest \(severity)"
        }
        if form == .minimal {
            return items.count == 1
                ? "[cqwatch] \(prefix(first))\(severity) (\(first.alert.id))"
                : "[cqwatch] \(items.count) alert events, the gravest \(severity)"
        }
        let finding = first.alert.finding
        let others = named(items.compactMap(\.alert.finding.patient).filter { $0 != finding.patient })
        let more = items.count == 1 ? "" : ", and \(items.count - 1) more" + (others.isEmpty ? "" : " (\(others))")
        let file = finding.patient == nil ? nil : first.file.map { ", \(terminalSafe($0, max: 80))" }
        return "[cqwatch] \(prefix(first))\(alertHeadline(finding))\(more) "
            + "(\(severity), \(first.alert.id)\(file ?? ""))"
    }

    /// Plain text in lines of at most `columns` characters.
    public var text: String {
        let parts = form == .digest ? items.map(block) : [items.map { line($0) + "\n" }.joined()]
        return (parts + [footer]).joined(separator: "\n")
    }

    /// - Parameters:
    ///   - pictures: shown below the events.
    ///   - note: said in their place.
    public func html(pictures: [Picture], note: String? = nil) -> String {
        let events =
            form == .digest
            ? items.map(htmlBlock).joined()
            : "<ul>" + items.map { "<li>\(mailHTML(line($0)))</li>\n" }.joined() + "</ul>"
        let images = pictures.map {
            "<p><img src=\"cid:\(mailHTML($0.contentID))\" alt=\"\(mailHTML($0.description))\" width=\"640\" "
                + "style=\"max-width:100%;height:auto;border:0\"></p>\n"
        }
        let notes = footer.split(separator: "\n", omittingEmptySubsequences: false).map { mailHTML(String($0)) }.joined(
            separator: "<br>\n")
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>\(mailHTML(subject))</title></head>
            <body style="margin:0;padding:12px;font:15px/1.45 sans-serif;color:#202124;background:#ffffff"><div style="max-width:680px">
            \(events)\(images.joined())\(note.map { "<p style=\"font-size:13px\">\(mailHTML($0))</p>\n" } ?? "")<p style="font-size:12px;color:#5f6368">\(notes)</p>
            </div></body></html>

            """
    }

    private var footer: String {
        let open = Set(
            items.filter { $0.event.asksForAcknowledgement && $0.alert.finding.severity.isTold }.map(\.alert.id))
        let ids = open.sorted().map(\.text)
        let hint =
            switch ids.count {
            case 0: ""
            case 1:
                folded(
                    "Acknowledge: cqwatch alert ack \(ids[0]) --by NAME --note TEXT", indent: 0, columns: Self.columns)
                    + "\n"
            default:
                folded(
                    "Acknowledge: cqwatch alert ack \(ids.joined(separator: " ")) --by NAME --note TEXT", indent: 0,
                    columns: Self.columns) + "\n"
            }
        // The laboratory's own matters stand on no threshold of the study.
        let isLaboratorys = items.allSatisfy(\.alert.finding.isForLaboratory)
        let advisory = isLaboratorys ? "" : folded(advisoryLine, indent: 0, columns: Self.columns) + "\n"
        return hint + "Journal head: \(journalHead)\n" + advisory
    }

    private func prefix(_ item: Item) -> String {
        item.event == .raised ? "" : item.event == .test ? "TEST " : "\(item.event.rawValue): "
    }

    private func concern(_ item: Item) -> String {
        let finding = item.alert.finding
        return "\(finding.ruleNames), \(alertHeadline(finding))"
    }

    private func named(_ names: [String]) -> String {
        var seen: Set<String> = []
        let once = names.filter { seen.insert($0).inserted }
        return once.prefix(Self.namedMax).joined(separator: ", ") + (once.count > Self.namedMax ? " …" : "")
    }

    /// One event in one line.
    private func line(_ item: Item) -> String {
        let head = "\(item.alert.id) \(item.event.rawValue) \(item.alert.finding.severity.rawValue)"
        if form == .minimal { return head }
        return "\(head) \(concern(item)): \(terminalSafe(item.alert.finding.text, max: lineTextMax))"
    }
}

/// Characters of an event's text in a summary.
private let lineTextMax = 300

/// Gravest first.
private func rank(_ item: AlertMail.Item) -> Int { item.alert.finding.severity.rank }

extension Severity {
    /// Somebody is to acknowledge it.
    fileprivate var isTold: Bool { self == .critical || self == .warning }
}

extension AlertEventKind {
    fileprivate var asksForAcknowledgement: Bool {
        self == .raised || self == .confirmed || self == .reminder || self == .escalated
    }
}
