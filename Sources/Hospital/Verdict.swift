// What came of a message, whichever way it went.

/// What the receiver made of one message.
public enum Verdict: Hashable, Sendable {
    /// It has it.
    case accepted(String?)
    /// Nobody knows, or the receiver cannot now: the same bytes again, on a new connection.
    case again(String)
    /// It will never take this message: set aside until a person decides.
    case refused(String)
}

/// Why an event cannot be written as a message: a person must complete the configuration.
public struct Unsendable: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}
