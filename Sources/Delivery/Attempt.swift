// One attempt of one delivery, and its receipt.
internal import Dispatch
internal import Foundation
internal import Journal
internal import Judgement
internal import Log
internal import Logging

extension Deliverer {
    /// A receipt that another process's transaction keeps waiting is asked for this often.
    static let receiptTriesMax = 10

    /// Tries once and journals what came of it.
    func attempt(_ delivery: Delivery, _ context: JudgementContext) async throws -> Receipt {
        let outcome = try await reach(delivery, context.delivery)
        let attempt = delivery.attempt + 1
        let now = Date()
        let receipt = Receipt(outcome, attempt: attempt, severity: delivery.alert.finding.severity, settings: context.delivery, now: now)
        tell(delivery, receipt, attempt)
        let journal = journal
        try await persistently {
            () throws(JournalError) in
            if receipt.state == .failed {
                let finding = Self.givenUp(delivery, receipt)
                try journal.recordGivenUp(
                    delivery.id, detail: receipt.detail ?? "", attempt: attempt, finding: finding, context: context, at: now)
            } else {
                try journal.recordReceipt(delivery.id, receipt.state, detail: receipt.detail, attempt: attempt, next: receipt.next, at: now)
            }
        }
        return receipt
    }

    private func reach(_ delivery: Delivery, _ settings: DeliverySettings) async throws -> AttemptOutcome {
        if delivery.channel == "log" {
            AlertLog.write(delivery, to: logger)
            return .delivered(nil)
        }
        guard let hook = settings.hooks.first(where: { "hook:" + $0.name == delivery.channel }) else {
            return .impossible("the configuration names no channel \(delivery.channel)")
        }
        if let refusal = hookRefusal(path: hook.path) { return .again("failed: \(refusal)") }
        let journal = journal
        let head = try await offPool { () throws(JournalError) in try journal.head().digest }
        let event = HookEvent(delivery, settings: settings, journalHead: head)
        return await HookRunner.run(hook, input: try event.json(), environment: event.environment)
    }

    private func tell(_ delivery: Delivery, _ receipt: Receipt, _ attempt: Int) {
        let what = "delivery \(delivery.id) of alert \(delivery.alert.id) to \(delivery.channel)"
        let fields: [LogField: [String]] = [.alert: [delivery.alert.id], .delivery: [delivery.id], .channel: [delivery.channel]]
        switch receipt.state {
        case .retry: logger.say(.deliveryDelayed, "\(what): attempt \(attempt) \(receipt.detail ?? "")", fields)
        case .failed: logger.say(.deliveryFailed, "\(what): \(receipt.detail ?? "")", fields)
        case .delivered, .owed: logger.say(.deliveryMade, "\(what): delivered", fields)
        }
    }

    /// Tells the laboratory once a channel, until somebody closes the alert.
    static func givenUp(_ delivery: Delivery, _ receipt: Receipt) -> Finding {
        Finding(
            rule: "R10", severity: .laboratory, subject: "delivery:\(delivery.channel)",
            text: "Alert \(delivery.alert.id) did not reach \(delivery.channel): \(receipt.detail ?? "no reason given").",
            advice: "Tell its recipients by other means, repair the channel, then run `cqwatch deliveries --retry \(delivery.id)`.")
    }

    /// A hook that has run must get its receipt: a busy journal is asked again.
    private func persistently(_ body: @escaping @Sendable () throws(JournalError) -> Void) async throws {
        for _ in 1..<Self.receiptTriesMax {
            do { return try await offPool(body) } catch JournalError.busy(let sentence) {
                logger.say(.journalBusy, sentence)
            }
        }
        try await offPool(body)
    }
}

/// Where blocking calls run: never on the cooperative pool. As many at once as there are channels, and one more.
private let blockingCalls = DispatchQueue(label: "cqwatch.delivery", attributes: .concurrent)

func offPool<T: Sendable, Failure: Error>(_ body: @escaping @Sendable () throws(Failure) -> T) async throws(Failure) -> T {
    let result: Result<T, Failure> = await withCheckedContinuation { continuation in
        blockingCalls.async { continuation.resume(returning: Result { () throws(Failure) in try body() }) }
    }
    return try result.get()
}
