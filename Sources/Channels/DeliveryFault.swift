/// Why deliveries cannot be made at all, as a sentence a person can act on.
public struct DeliveryFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
