// The ways to people: one file a kind of channel. A new kind is a `Notifier` in a file of its own, and its name in
// `notifiers`.
public import Dispatching
public import Alerts
public import Casebook
public import Logging

/// One channel as the configuration sets it up.
protocol Notifier: Sendable {
    /// Nil where the configuration names no such channel of this kind.
    init?(channel: Channel, settings: DeliverySettings)

    /// Tries once to bring a message. A cancelled task ends it early, with `.stopped`.
    /// - Throws: `JournalError`, which ends the service; what the channel itself cannot do is an outcome.
    func send(_ message: Message, _ ground: NotifierGround) async throws -> Attempt
}

private let notifiers: [any Notifier.Type] = [LogNotifier.self, HookNotifier.self, MailNotifier.self]

/// What a channel may look at to say its message.
struct NotifierGround: Sendable {
    let casebook: Casebook
    let context: JudgementContext
    let logger: Logger
}

/// All channels of a configuration.
public struct Notifiers: Sendable {
    let casebook: Casebook
    let logger: Logger

    public init(casebook: Casebook, logger: Logger) {
        self.casebook = casebook
        self.logger = logger
    }

    /// Tries once to bring a message through its channel.
    /// - Throws: `JournalError`, which is final.
    public func send(_ message: Message, _ context: JudgementContext) async throws -> Attempt {
        for kind in notifiers {
            guard let notifier = kind.init(channel: message.channel, settings: context.delivery) else { continue }
            return try await notifier.send(
                message, NotifierGround(casebook: casebook, context: context, logger: logger))
        }
        return Attempt(.impossible("the configuration names no channel \(message.channel)"))
    }
}
