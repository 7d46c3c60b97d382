// What one attempt brings: one event or, in mail, many.
public import Alerts

public struct Message: Hashable, Sendable {
    /// By sequence, all of one lane.
    public let deliveries: [Delivery]
    /// Too many digests at once: one line an event.
    public let isSummary: Bool

    public init(deliveries: [Delivery], isSummary: Bool = false) {
        self.deliveries = deliveries
        self.isSummary = isSummary
    }

    public var channel: Channel { deliveries.first?.channel ?? .log }
    /// Key of the recipient of a mail, and the first of those that a hook is told.
    public var recipient: String { deliveries.first?.recipients.first ?? "" }
}
