// What a hook is given: one JSON object on standard input, and the same in the environment for scripts without a JSON
// reader.
import Rules
internal import Assay
public import Foundation
public import Alerts
internal import Mail
internal import Reporting
internal import Text

/// One alert event for one hook. `detail: minimal` leaves the alert's id and severity, and nothing of the patient.
public struct HookEvent: Sendable {
    public struct Recipient: Hashable, Sendable, Codable {
        public let role: String
        public let name: String
        public let address: String
    }

    let alert: Alert
    let event: AlertEventKind
    let reason: String?
    let recipients: [Recipient]
    let journalHead: String
    let minimal: Bool

    /// Longest text of a field that a hook is given, in characters; the journal holds the rest.
    static let textMax = 4000

    /// - Parameter journalHead: digest of the journal's newest record: a later `journal verify --head` shows that
    ///   nothing was cut off.
    public init(_ delivery: Delivery, settings: DeliverySettings, journalHead: String) {
        alert = delivery.alert
        event = delivery.event
        reason = delivery.reason
        self.journalHead = journalHead
        minimal = settings.detail == .minimal
        recipients = Self.recipients(delivery.recipients, settings)
    }

    /// The recipients as the configuration has them now; the default one where none of the keys is left.
    static func recipients(_ keys: [String], _ settings: DeliverySettings) -> [Recipient] {
        let found = keys.compactMap { key in settings.recipients.first { $0.key == key } }
        let all = found.isEmpty ? settings.recipients.filter { $0.key == settings.defaultRecipient } : found
        return all.map { Recipient(role: $0.role, name: $0.name, address: $0.address) }
    }

    /// The object on standard input: UTF-8, keys sorted, one line.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Data(jsonSafe(String(decoding: try encoder.encode(self), as: UTF8.self)).utf8)
    }

    /// `CQWATCH_…`; besides the contract's five the texts, so that a shell needs no JSON reader.
    public var environment: [String: String] {
        let finding = alert.finding
        var values = [
            "ALERT_ID": alert.id.text, "SEVERITY": finding.severity.rawValue, "EVENT": event.rawValue,
            "JOURNAL_HEAD": journalHead,
            "ADDRESSES": recipients.map { Self.oneLine($0.address) }.joined(separator: "\n"), "RULE": "", "PATIENT": "",
            "TEXT": "",
            "ADVICE": "", "REASON": "",
            "ADVISORY": advisoryLine,
        ]
        if !minimal {
            values.merge([
                "RULE": finding.rule.text, "PATIENT": finding.patient ?? "", "TEXT": finding.text,
                "ADVICE": finding.advice,
                "REASON": reason ?? "",
            ]) { $1 }
        }
        return Dictionary(
            uniqueKeysWithValues: values.map { ("CQWATCH_\($0)", $0 == "ADDRESSES" ? $1 : Self.oneLine($1)) })
    }

    /// The beginning of a text, as one line.
    static func oneLine(_ text: String) -> String { headerSafe(String(text.unicodeScalars.prefix(textMax))) }
}

extension HookEvent: Encodable {
    /// What the object holds beside the alert's own fields.
    private enum Keys: String, CodingKey {
        case schema, event, recipients, journalHead = "journal_head", reason, advisory
    }

    /// The alert's fields under `detail: minimal`: all keys, but only id and severity with a value.
    private enum AlertKeys: String, CodingKey, CaseIterable {
        case id, severity
        case rule, state, borderline, patient, day, subject, value, low, high, unit, threshold, baseline, raised, run,
            text, advice, headline, sampled, grounds
    }

    public func encode(to encoder: any Encoder) throws {
        if minimal {
            var fields = encoder.container(keyedBy: AlertKeys.self)
            for key in AlertKeys.allCases { try fields.encodeNil(forKey: key) }
            try fields.encode(alert.id, forKey: .id)
            try fields.encode(alert.finding.severity, forKey: .severity)
        } else {
            try AlertDocument(alert).encode(to: encoder)
        }
        var object = encoder.container(keyedBy: Keys.self)
        try object.encode(documentSchema, forKey: .schema)
        try object.encode(event, forKey: .event)
        try object.encode(recipients, forKey: .recipients)
        try object.encode(journalHead, forKey: .journalHead)
        try object.encode(minimal ? nil : reason, forKey: .reason)
        try object.encode(advisoryLine, forKey: .advisory)
    }
}
