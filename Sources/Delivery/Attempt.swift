// One attempt, for one delivery or for all that one message brings, and its receipts.
internal import Casebook
internal import Foundation
internal import Journal
internal import Alerts
internal import Rules
internal import Log
internal import Logging

extension Deliverer {
    /// A receipt that another process's transaction keeps waiting is asked for this often.
    static let receiptTriesMax = 10

    /// Tries once and journals what came of it.
    /// - Returns: the receipts, in the order of the deliveries.
    func attempt(_ message: MailRound.Message, _ context: JudgementContext) async throws -> [DeliveryReceipt] {
        guard let first = message.deliveries.first else { return [] }
        let (outcome, messageID) =
            first.channel == .mail ? try await mail(message, context) : (try await reach(first, context.delivery), nil)
        let now = Date(), jitter = Double.random(in: 0...1)
        let receipts = message.deliveries.map {
            DeliveryReceipt(outcome, of: $0, message: messageID, settings: context.delivery, jitter: jitter, now: now)
        }
        for (delivery, receipt) in zip(message.deliveries, receipts) { tell(delivery, receipt) }
        let lost = zip(message.deliveries, receipts).first { $1.state == .failed || $1.passesOn }
        let fault = lost.map { Self.notReached($0, $1) }
        let casebook = casebook
        try await persistently { () throws(JournalError) in try casebook.recordReceipts(receipts, fault: fault, context: context, at: now) }
        return receipts
    }

    private func reach(_ delivery: Delivery, _ settings: DeliverySettings) async throws -> AttemptOutcome {
        if delivery.channel == .log {
            let logger = logger
            return await offPool { AlertLog.write(delivery, to: logger) }
        }
        guard let hook = settings.hooks.first(where: { $0.channel == delivery.channel }) else {
            return .impossible("the configuration names no channel \(delivery.channel)")
        }
        if let refusal = hookRefusal(path: hook.path) { return .again("failed: \(refusal)") }
        let casebook = casebook
        let head = try await offPool { () throws(JournalError) in try casebook.journal.head().digest }
        let event = HookEvent(delivery, settings: settings, journalHead: head)
        let program = Program(path: hook.path, deadlineSeconds: hook.deadlineSeconds, environment: event.environment)
        return await ProgramRunner.run(program, input: try event.json(), meaning: ExitStatus.ofHook)
    }

    private func tell(_ delivery: Delivery, _ receipt: DeliveryReceipt) {
        let what = "delivery \(delivery.id) of alert \(delivery.alert.id) to \(delivery.place)"
        let fields: [LogField: [String]] = [.alert: [delivery.alert.id.text], .delivery: [delivery.id.text], .channel: [delivery.channel.text]]
        switch receipt.state {
        case .retry: logger.say(.deliveryDelayed, "\(what): attempt \(receipt.attempt) \(receipt.detail ?? "")", fields)
        case .failed: logger.say(.deliveryFailed, "\(what): \(receipt.detail ?? "")", fields)
        case .delivered, .owed: logger.say(.deliveryMade, "\(what): delivered", fields)
        }
    }

    /// Tells the laboratory once a channel, in mail once a recipient, until somebody closes the alert.
    static func notReached(_ delivery: Delivery, _ receipt: DeliveryReceipt) -> Finding {
        undeliveredFinding(
            alert: delivery.alert.id.text, to: delivery.place, reason: receipt.detail ?? "no reason given",
            retry: receipt.state == .retry ? nil : "cqwatch deliveries --retry \(delivery.id)")
    }

    /// A program that has run must get its receipt: a busy journal is asked again.
    private func persistently(_ body: @escaping @Sendable () throws(JournalError) -> Void) async throws {
        for _ in 1..<Self.receiptTriesMax {
            do { return try await offPool(body) } catch JournalError.busy(let sentence) {
                logger.say(.journalBusy, sentence)
            }
        }
        try await offPool(body)
    }
}

extension Delivery {
    /// Where it goes, for people: the channel, in mail with the recipient's key.
    var place: String { channel == .mail ? "mail \(recipients.first ?? "")" : channel.text }
}

/// Where blocking calls run: on a thread of their own, never on the cooperative pool. At most one for each lane, and one more. No dispatch queue:
/// libdispatch's pool, once it exists, wakes the process every second for as long as that lives.
func offPool<T: Sendable, Failure: Error>(_ body: @escaping @Sendable () throws(Failure) -> T) async throws(Failure) -> T {
    let result: Result<T, Failure> = await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: Result { () throws(Failure) in try body() }) }
    }
    return try result.get()
}
