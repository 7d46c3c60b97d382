// The bodies of alert and delivery records. Each holds the alert as it stood after the event, so the newest record of an alert is its state.
internal import Foundation
internal import Judgement

/// Body of `alert`: the event, then the alert's own fields beside it, as the hook and the lists show them.
struct AlertBody: Codable {
    let event: AlertEventKind
    let alert: Alert
    /// Why, for corrections, clearances and closures.
    let reason: String?
    /// The person who acted; nil where the program did.
    let by: String?
    let note: String?

    private enum Keys: String, CodingKey { case event, id, state, raised, reason, by, note }

    init(event: AlertEventKind, alert: Alert, reason: String? = nil, by: String? = nil, note: String? = nil) {
        self.event = event
        self.alert = alert
        self.reason = reason
        self.by = by
        self.note = note
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        event = try container.decode(AlertEventKind.self, forKey: .event)
        reason = try container.decodeIfPresent(String.self, forKey: .reason)
        by = try container.decodeIfPresent(String.self, forKey: .by)
        note = try container.decodeIfPresent(String.self, forKey: .note)
        alert = Alert(
            id: try container.decode(String.self, forKey: .id), state: try container.decode(AlertState.self, forKey: .state),
            raised: try container.decode(Date.self, forKey: .raised), finding: try Finding(from: decoder))
    }

    func encode(to encoder: any Encoder) throws {
        try alert.finding.encode(to: encoder)
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(event, forKey: .event)
        try container.encode(alert.id, forKey: .id)
        try container.encode(alert.state, forKey: .state)
        try container.encode(alert.raised, forKey: .raised)
        try container.encodeIfPresent(reason, forKey: .reason)
        try container.encodeIfPresent(by, forKey: .by)
        try container.encodeIfPresent(note, forKey: .note)
    }
}

/// How far a delivery has come. `owed` and `retry` are still to be done.
public enum DeliveryState: String, Sendable, Codable, CaseIterable { case owed, retry, delivered, failed }

/// Body of `delivery`: one alert event to one channel. The newest record of a delivery is its state.
struct DeliveryBody: Codable {
    /// "D" and the sequence of the record that owes it.
    let delivery: String
    let alert: String
    let event: AlertEventKind
    let channel: String
    let recipients: [String]
    var state: DeliveryState
    /// Attempts made.
    var attempt: Int
    /// What the channel answered.
    var detail: String?
    /// Not to be tried before; nil once it is done.
    var due: Date?
}
