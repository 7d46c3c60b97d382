import Alerts
public import Foundation
import Text

/// `deliveries --json`: the outbox and its receipts. The shell fills it from the journal.
public struct DeliveriesDocument: Codable, Hashable, Sendable {
    public struct Entry: Codable, Hashable, Sendable {
        public var id: String
        public var alert: String
        public var event: String
        public var severity: String
        public var channel: String
        public var recipients: [String]
        /// owed, retry, delivered or failed.
        public var state: String
        public var attempts: Int
        /// What the channel answered last.
        @OrNull public var detail: String?
        /// UTC; not to be tried before. Null once it is done.
        @OrNull public var due: String?
        /// UTC time of the newest record.
        public var time: String
        /// Message-ID of the mail that brought it, for the mail server's log.
        @OrNull public var message: String?

        public init(
            id: String, alert: String, event: String, severity: String, channel: String, recipients: [String],
            state: String, attempts: Int,
            detail: String?, due: String?, time: String, message: String? = nil
        ) {
            self.id = id
            self.alert = alert
            self.event = event
            self.severity = severity
            self.channel = channel
            self.recipients = recipients
            self.state = state
            self.attempts = attempts
            self.time = time
            _detail = OrNull(wrappedValue: detail)
            _due = OrNull(wrappedValue: due)
            _message = OrNull(wrappedValue: message)
        }

        var ink: Ink? {
            switch state {
            case "failed": .red
            case "retry": .yellow
            default: nil
            }
        }
    }

    public var schema = documentSchema
    public var deliveries: [Entry]
    public init(_ deliveries: [Entry]) { self.deliveries = deliveries }
}

/// Deliveries as a table, one a line.
/// - Parameter zone: of the times; nil: UTC.
public func deliveriesText(
    _ document: DeliveriesDocument, zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    guard !document.deliveries.isEmpty else { return "no deliveries\n" }
    var table = AlignedTable([
        .init("id"), .init("alert"), .init("event"), .init("channel"), .init("recipients"), .init("state"),
        .init("tries", .right), .init("time"),
        .init("answer"),
    ])
    for entry in document.deliveries {
        table.add(
            [
                entry.id, entry.alert, entry.event, entry.channel, entry.recipients.joined(separator: " "), entry.state,
                "\(entry.attempts)", localTime(entry.time, in: zone),
                entry.detail ?? "",
            ], ink: entry.ink)
    }
    return table.text(colour: colour, columns: width)
}
