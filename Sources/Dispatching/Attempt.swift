// What became of one attempt, with what the channel answered.

public enum AttemptOutcome: Hashable, Sendable {
    case delivered(String?)
    /// Worth another try, whoever asked for it.
    case again(String)
    /// The service ended first. Not the channel's fault: tried again at once when the service is back.
    case stopped(String)
    /// The recipient is refused for good: no try with the same address can help.
    case refused(String)
    /// The channel is gone: no try can help.
    case impossible(String)
}

/// One attempt to bring one message.
public struct Attempt: Hashable, Sendable {
    public let outcome: AttemptOutcome
    /// Message-ID of the mail, where it is one.
    public let messageID: String?
    public init(_ outcome: AttemptOutcome, messageID: String? = nil) {
        self.outcome = outcome
        self.messageID = messageID
    }
}
