public import Foundation
internal import Text

/// `explain --json`: who would hear of a patient's alerts, and why. The shell fills it.
public struct ExplanationDocument: Codable, Hashable, Sendable {
    public struct Recipient: Codable, Hashable, Sendable {
        public var key: String
        public var name: String
        public var address: String
        public init(key: String, name: String, address: String) {
            self.key = key
            self.name = name
            self.address = address
        }
    }

    /// A ground, and where it stands.
    public struct Ground: Codable, Hashable, Sendable {
        public var text: String
        /// The key in the configuration; null for a row of the patients file, and for what is no setting.
        @OrNull public var key: String?
        @OrNull public var file: String?
        /// Counted from 1; null where the key is not written and its default holds.
        @OrNull public var line: Int?

        public init(text: String, key: String?, file: String?, line: Int?) {
            self.text = text
            _key = OrNull(wrappedValue: key)
            _file = OrNull(wrappedValue: file)
            _line = OrNull(wrappedValue: line)
        }

        /// "nobody has acknowledged it (delivery.escalation.reminderDays, cqwatch.yaml:40)".
        var sentence: String {
            let place = file.map { file in line.map { "\(file):\($0)" } ?? "default" }
            let source = [key, place].compactMap(\.self).joined(separator: ", ")
            return source.isEmpty ? text : "\(text) (\(source))"
        }
    }

    public struct Delivery: Codable, Hashable, Sendable {
        public var event: String
        /// After the alert was raised.
        public var afterSeconds: Double
        public var channel: String
        public var recipients: [Recipient]
        /// UTC; when it is owed, were the alert raised now, and when it goes out at the earliest.
        public var due: String
        public var leaves: String
        public var why: [Ground]

        private enum CodingKeys: String, CodingKey {
            case event, afterSeconds = "after_seconds", channel, recipients, due, leaves, why
        }

        public init(
            event: String, afterSeconds: Double, channel: String, recipients: [Recipient], due: String, leaves: String,
            why: [Ground]
        ) {
            self.event = event
            self.afterSeconds = afterSeconds
            self.channel = channel
            self.recipients = recipients
            self.due = due
            self.leaves = leaves
            self.why = why
        }
    }

    /// One severity that a rule's alerts may have.
    public struct Case: Codable, Hashable, Sendable {
        public var rule: String
        public var severity: String
        public var deliveries: [Delivery]
        public init(rule: String, severity: String, deliveries: [Delivery]) {
            self.rule = rule
            self.severity = severity
            self.deliveries = deliveries
        }
    }

    public var schema = documentSchema
    public var patient: String
    public var cases: [Case]
    public init(patient: String, cases: [Case]) {
        self.patient = patient
        self.cases = cases
    }
}

/// A table a case: what would go to whom, were the alert raised now and nobody acted on it; below it the grounds of
/// each line.
/// - Parameter zone: of the times; nil: UTC.
public func explanationText(
    _ document: ExplanationDocument, zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    document.cases.map { part in
        let title = Ink.bold.applied("\(terminalSafe(document.patient)) \(part.rule) \(part.severity)", colour: colour)
        guard !part.deliveries.isEmpty else { return title + ": nobody would hear\n" }
        var table = AlignedTable([
            .init("no", .right), .init("event"), .init("after", .right), .init("channel"), .init("to"),
            .init("goes out"),
        ])
        var grounds = ""
        for (index, delivery) in part.deliveries.enumerated() {
            let people = delivery.recipients.map { "\($0.key) <\($0.address)>" }.joined(separator: ", ")
            let leaves = delivery.leaves == delivery.due ? "at once" : localTime(delivery.leaves, in: zone)
            table.add([
                "\(index + 1)", delivery.event, spanText(delivery.afterSeconds), delivery.channel, people, leaves,
            ])
            let why = delivery.why.map(\.sentence).joined(separator: "; ")
            grounds += "\(index + 1)  \(folded(why, indent: 4, width: width))\n"
        }
        return title + "\n" + table.text(colour: colour, columns: width) + "why\n" + grounds
    }.joined(separator: "\n")
}

/// "0", "90 s", "1 h", "2 d": the largest unit that gives a whole number.
private func spanText(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    if whole == 0 { return "0" }
    for (unit, length) in [("d", 86_400), ("h", 3600), ("min", 60)] where whole % length == 0 {
        return "\(whole / length) \(unit)"
    }
    return "\(whole) s"
}
