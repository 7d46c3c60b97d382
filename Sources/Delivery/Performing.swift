// What the dispatcher asks for and takes time: each is a task beside the consumer, and tells it what came of it.
internal import Channels
internal import Dispatching
internal import Foundation
internal import Casebook
internal import Journal
internal import Alerts
internal import Linux
internal import Rules
internal import Log
internal import Logging
internal import Synchronization

extension Deliverer {
    /// A receipt that another process's transaction keeps waiting is asked for this often.
    static let receiptTriesMax = 10

    func look(besides lanes: Set<Lane>, longestPause: Double) async {
        await answering {
            let casebook = self.casebook, now = Date()
            let (outbox, accepted) = try await offPool { () throws(JournalError) in
                let outbox = try casebook.owedDeliveries(at: now, besides: lanes, longestPause: longestPause)
                let hasMail = outbox.ready.contains { $0.channel == .mail }
                return (outbox, hasMail ? try casebook.mailsAccepted(since: now - Dispatcher.capSeconds) : [:])
            }
            self.looked()
            return .looked(outbox, accepted: accepted)
        }
    }

    func send(_ message: Message, _ lane: Lane) async {
        await answering {
            let attempt = try await self.notifiers.send(message, self.context.withLock { $0 })
            return .attempted(lane: lane, attempt, jitter: Double.random(in: 0...1))
        }
    }

    func record(_ receipts: [DeliveryReceipt], of message: Message, _ fault: Finding?, _ lane: Lane) async {
        for (delivery, receipt) in zip(message.deliveries, receipts) { tell(delivery, receipt) }
        await answering {
            let casebook = self.casebook, context = self.context.withLock { $0 }, now = Date()
            do {
                try await self.persistently { () throws(JournalError) in
                    try casebook.recordReceipts(receipts, fault: fault, context: context, at: now)
                }
                return .recorded(lane: lane, wasOwed: true)
            } catch JournalError.refused(let sentence) {
                self.logger.say(.deliverySettled, sentence)  // a person was quicker
                return .recorded(lane: lane, wasOwed: false)
            }
        }
    }

    func askPulse() async {
        guard let pulse else { return }
        await answering { .pulse(await offPool { pulse() }) }
    }

    func sendHeartbeat(_ pulse: Pulse, to key: String) async {
        await answering {
            .heartbeatEnded(try await self.notifiers.sendHeartbeat(pulse, to: key, self.context.withLock { $0 }))
        }
    }

    /// Posts what came of it. A fault of the journal ends the service.
    private func answering(_ body: () async throws -> Dispatcher.Event) async {
        do { queue.post(try await body()) } catch { queue.post(.failure(error)) }
    }

    private func tell(_ delivery: Delivery, _ receipt: DeliveryReceipt) {
        let what = "delivery \(delivery.id) of alert \(delivery.alert.id) to \(delivery.place)"
        let fields: [LogField: [String]] = [
            .alert: [delivery.alert.id.text], .delivery: [delivery.id.text], .channel: [delivery.channel.text],
        ]
        switch receipt.state {
        case .retry: logger.say(.deliveryDelayed, "\(what): attempt \(receipt.attempt) \(receipt.detail ?? "")", fields)
        case .failed: logger.say(.deliveryFailed, "\(what): \(receipt.detail ?? "")", fields)
        case .delivered, .owed: logger.say(.deliveryMade, "\(what): delivered", fields)
        }
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
