// What one attempt brought, as the journal keeps it.
public import Foundation

/// The outcome of one attempt for one delivery.
public struct DeliveryReceipt: Hashable, Sendable {
    public let id: DeliveryID
    /// `.delivered`, `.failed` (for good) or `.retry` (then `next` says when).
    public let state: DeliveryState
    /// What the channel answered.
    public let detail: String?
    /// Attempts made, this one included.
    public let attempt: Int
    public let next: Date?
    /// Message-ID of the mail that brought it.
    public let message: String?
    /// The channel does not reach the recipient: the next contact is owed the event too, once a delivery.
    public let passesOn: Bool

    public init(
        _ id: DeliveryID, _ state: DeliveryState, detail: String?, attempt: Int, next: Date? = nil,
        message: String? = nil, passesOn: Bool = false
    ) {
        self.id = id
        self.state = state
        self.detail = detail
        self.attempt = attempt
        self.next = next
        self.message = message
        self.passesOn = passesOn
    }
}
