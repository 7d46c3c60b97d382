// One alert event on its way to one channel, and what is owed at a time.
public import Foundation

/// How far a delivery has come. `owed` and `retry` are still to be done.
public enum DeliveryState: String, Sendable, Codable, CaseIterable { case owed, retry, delivered, failed }

/// One alert event on its way to one channel.
public struct Delivery: Hashable, Sendable {
    public let id: DeliveryID
    /// The alert as it stood after the event.
    public let alert: Alert
    public let event: AlertEventKind
    /// Why, for corrections, clearances and closures.
    public let reason: String?
    public let channel: Channel
    /// Keys of `DeliverySettings.recipients`.
    public let recipients: [String]
    public let state: DeliveryState
    /// Attempts made.
    public let attempt: Int
    /// Attempts are counted no further than this.
    package static let attemptsMax = 1_000_000_000
    /// What the channel answered last.
    public let detail: String?
    /// Not to be tried before; nil once it is done.
    public let due: Date?
    /// UTC time of the newest record, ISO 8601.
    public let time: String
    /// The same of the alert event: one transaction's events have one time.
    public let eventTime: String
    /// Message-ID of the mail that brought it; nil until then, and on other channels.
    public let message: String?

    public init(
        id: DeliveryID, alert: Alert, event: AlertEventKind, reason: String?, channel: Channel, recipients: [String],
        state: DeliveryState, attempt: Int, detail: String?, due: Date?, time: String, eventTime: String = "",
        message: String? = nil
    ) {
        self.id = id
        self.alert = alert
        self.event = event
        self.reason = reason
        self.channel = channel
        self.recipients = recipients
        self.state = state
        self.attempt = attempt
        self.detail = detail
        self.due = due
        self.time = time
        self.eventTime = eventTime
        self.message = message
    }

    /// One queue of deliveries that waits for no other: a channel or, for mail, one recipient.
    public var lane: Lane { Lane(channel, recipients.first) }
}

/// The deliveries that are due, critical ones first, then the oldest due time, and when to look again.
public struct Outbox: Hashable, Sendable {
    public let ready: [Delivery]
    /// When the next of the others falls due; nil where none is owed.
    public let nextDue: Date?

    public init(ready: [Delivery], nextDue: Date?) {
        self.ready = ready
        self.nextDue = nextDue
    }
}
