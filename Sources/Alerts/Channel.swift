// The ways to people, and what waits for what on them.

/// A way on which alerts are told.
public enum Channel: Hashable, Sendable {
    case log
    /// Its deliveries have one recipient each, since each recipient's mailbox takes or refuses for itself.
    case mail
    /// A program of the laboratory's, by the name that the configuration gives it.
    case hook(String)
    /// A channel that another version of the program journaled: this one cannot send there.
    case unknown(String)

    /// - Parameter text: "log", "mail", or "hook:" and the hook's name, as `text` gives it.
    public init(_ text: String) {
        self =
            switch text {
            case "log": .log
            case "mail": .mail
            case let hook where hook.hasPrefix(Self.hookPrefix): .hook(String(hook.dropFirst(Self.hookPrefix.count)))
            default: .unknown(text)
            }
    }

    /// As the journal, the JSON documents and the configuration's faults name it.
    public var text: String {
        switch self {
        case .log: "log"
        case .mail: "mail"
        case .hook(let name): Self.hookPrefix + name
        case .unknown(let text): text
        }
    }

    private static let hookPrefix = "hook:"
}

extension Channel: CustomStringConvertible {
    public var description: String { text }
}

/// One string, so that records and documents say what they always said.
extension Channel: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// One queue of deliveries that waits for no other: a channel or, for mail, one recipient.
public struct Lane: Hashable, Sendable {
    public let channel: Channel
    /// A key of `DeliverySettings.recipients`; nil on other channels than mail.
    public let recipient: String?

    /// The lane of a delivery on this channel, to this recipient first.
    public init(_ channel: Channel, _ recipient: String?) {
        self.channel = channel
        self.recipient = channel == .mail ? recipient : nil
    }
}
