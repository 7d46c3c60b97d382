// Empties the journal's outbox. Each channel has its own worker, so that a hook which hangs or fails delays only what is
// owed to it; within a channel, and for one alert always, the order of the events is kept.
//
// A receipt is journaled after each attempt. Between a hook's end and its receipt a crash can only lead to the same event being
// delivered again, never to one being lost: at least once, and exactly once where nothing crashes.
internal import Foundation
public import Journal
public import Judgement
internal import Log
public import Logging
internal import Synchronization

public final class Deliverer: Sendable {
    /// The next look comes at the latest after this, whatever was missed.
    static let idleMax = 60.0
    /// A commit's bytes are seen before the commit counts: looks again after these seconds.
    static let lookAgain = [0.005, 0.02, 0.08, 0.3]
    /// A backlog larger than one look shows is looked at again when a worker has finished, or after this.
    static let pauseMin = 0.5
    /// How often a standby asks for the lock.
    static let standbySeconds = 2.0

    let journal: Journal
    let logger: Logger
    private let context: Mutex<JudgementContext>
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    private struct State {
        /// Channels with a worker under way.
        var busy: Set<String> = []
        /// Deliveries waiting for another try, by channel and alert: later events of the alert wait for them.
        var waiting: [String: String] = [:]
        /// Looks made since the journal changed.
        var looks = 0
        /// What ended a worker, and ends the service.
        var failure: (any Error)?
    }

    /// - Parameter context: `context.delivery` says how to deliver; the rest is what a laboratory alert about a failed delivery needs.
    public init(journal: Journal, context: JudgementContext, logger: Logger) {
        self.journal = journal
        self.logger = logger
        self.context = Mutex(context)
        (wakes, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// A new configuration holds from the next attempt on.
    public func replace(context: JudgementContext) {
        self.context.withLock { $0 = context }
        poke()
    }

    /// Looks at the outbox at once.
    public func poke() {
        state.withLock { $0.looks = 0 }
        wake.yield()
    }

    /// Once a deliverer: delivers until the task is cancelled. Waits as a standby while another process delivers. A hook under way at the
    /// cancellation is stopped, and its delivery is owed again.
    /// - Throws: `DeliveryFault` or `JournalError`; both are final.
    public func run() async throws {
        guard let lock = try await lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        let watch = try JournalWatch(journal: journal.path) { [weak self] in self?.poke() }
        defer { withExtendedLifetime(watch) {} }
        try await recallWaiting()
        wake.yield()
        try await withThrowingDiscardingTaskGroup { workers in
            var timer: Task<Void, Never>?
            defer { timer?.cancel() }
            for await _ in wakes {
                if let failure = state.withLock({ $0.failure }) { throw failure }
                let pause = try await look { channel, deliveries in
                    workers.addTask { try await self.work(channel, deliveries) }
                }
                timer?.cancel()
                timer = Task { [wake] in
                    do { try await Task.sleep(for: .seconds(pause)) } catch { return }  // another look came first
                    wake.yield()
                }
            }
        }
    }

    private func lock() async throws -> JournalLock? {
        var told = false
        while !Task.isCancelled {
            if let lock = try JournalLock(.deliverer, journal: journal.path) { return lock }
            if !told { logger.say(.deliveryStandby, "Another process delivers; waiting to take over.") }
            told = true
            do { try await Task.sleep(for: .seconds(Self.standbySeconds)) } catch { return nil }
        }
        return nil
    }

    /// What an earlier process left waiting keeps its place before later events of the same alert.
    private func recallWaiting() async throws {
        let journal = journal
        let waiting = try await offPool { () throws(JournalError) in try journal.deliveries(all: false) }.filter { $0.state == .retry }
        state.withLock { state in
            for delivery in waiting { state.waiting[Self.place(delivery)] = delivery.id }
        }
    }

    /// Starts a worker for every free channel that has something to do.
    /// - Returns: seconds until the next look.
    private func look(start: (String, [Delivery]) -> Void) async throws -> Double {
        let journal = journal
        let now = Date()
        let busy = state.withLock { $0.busy }
        let outbox = try await offPool { () throws(JournalError) in try journal.owedDeliveries(at: now, besides: busy) }
        let pause = state.withLock { state in
            for (channel, deliveries) in Dictionary(grouping: outbox.ready, by: \.channel) {
                let possible = Self.inOrder(deliveries, waiting: state.waiting)
                guard !possible.isEmpty else { continue }
                state.busy.insert(channel)
                start(channel, possible)
            }
            state.looks += 1
            let again = state.looks <= Self.lookAgain.count ? Self.lookAgain[state.looks - 1] : Self.idleMax
            return min(again, max(Self.pauseMin, outbox.nextDue.map { $0.timeIntervalSince(now) } ?? Self.idleMax))
        }
        return pause
    }

    /// By sequence; without what must wait for an earlier event of its alert.
    static func inOrder(_ deliveries: [Delivery], waiting: [String: String]) -> [Delivery] {
        deliveries.filter { delivery in
            guard let other = waiting[place(delivery)] else { return true }
            return sequence(delivery.id) <= sequence(other)
        }.sorted { sequence($0.id) < sequence($1.id) }
    }

    private func work(_ channel: String, _ deliveries: [Delivery]) async throws {
        defer { finished(channel) }
        var held: Set<String> = []
        for delivery in deliveries where !held.contains(delivery.alert.id) {
            if Task.isCancelled { return }
            do {
                let receipt = try await attempt(delivery, context.withLock { $0 })
                state.withLock { $0.waiting[Self.place(delivery)] = receipt.state == .retry ? delivery.id : nil }
                if receipt.state == .retry { held.insert(delivery.alert.id) }
            } catch JournalError.refused(let sentence) {
                logger.say(.deliverySettled, sentence)  // a person was quicker
            } catch {
                state.withLock { $0.failure = error }
                throw error
            }
        }
    }

    private func finished(_ channel: String) {
        state.withLock { _ = $0.busy.remove(channel) }
        wake.yield()
    }

    private static func place(_ delivery: Delivery) -> String { "\(delivery.channel)\n\(delivery.alert.id)" }
    private static func sequence(_ id: String) -> Int64 { Int64(id.dropFirst()) ?? 0 }
}
