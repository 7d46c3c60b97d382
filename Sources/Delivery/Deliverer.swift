// Empties the journal's outbox. Each lane (a channel; in mail, one recipient) has its own worker, so that a hook which hangs or a mailbox that
// refuses delays only what is owed to it; within a lane, and for one alert always, the order of the events is kept.
//
// Receipts are journaled after each attempt. Between a hook's end, or a mail server's yes, and its receipt a crash can only lead to the same
// event being delivered again, never to one being lost: at least once, and exactly once where nothing crashes. A mail repeated so carries
// the same Message-ID.
internal import CLinux
public import Casebook
internal import Foundation
internal import Journal
public import Alerts
internal import Log
public import Logging
internal import Synchronization

public final class Deliverer: Sendable {
    /// The next look comes at the latest after this, whatever was missed.
    public static let idleMax = 60.0
    /// A commit's bytes are seen before the commit counts: looks again after these seconds.
    static let lookAgain = [0.005, 0.02, 0.08, 0.3]
    /// A backlog larger than one look shows is looked at again when a worker has finished, or after this.
    static let pauseMin = 0.5
    /// Mails of one look at a lane: then what has become urgent meanwhile goes first.
    static let roundMax = 10
    /// How often a standby asks for the lock.
    static let standbySeconds = 2.0

    let casebook: Casebook
    let logger: Logger
    private let context: Mutex<JudgementContext>
    private let pulse: (@Sendable () -> Pulse)?
    private let idleSeconds: Double
    private let looked: @Sendable () -> Void
    private let state = Mutex(State())
    private let wakes: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation

    private struct State {
        /// Lanes with a worker under way.
        var busy: Set<Lane> = []
        /// A heartbeat is under way.
        var beats = false
        /// Deliveries waiting for another try, by lane and alert: later events of the alert wait for them.
        var waiting: [Place: DeliveryID] = [:]
        /// Looks made since the journal changed.
        var looks = 0
        /// What the last work, or the start, needed was given back.
        var rests = false
        /// When the next heartbeat is due, on a clock that nobody sets; nil: at once.
        var nextBeat: ContinuousClock.Instant?
        /// What ended a worker or the watch, and ends the service.
        var failure: (any Error)?
    }

    /// - Parameters:
    ///   - context: `context.delivery` says how to deliver; the rest is what a laboratory alert about a failed delivery needs.
    ///   - pulse: asks how the watcher is; nil: this deliverer sends no heartbeat.
    ///   - idleSeconds: looks at least so often, at most every `idleMax`.
    ///   - looked: told of each look at the outbox, and of each at the lock that another process holds: a sign that this one does not hang.
    public init(
        casebook: Casebook, context: JudgementContext, logger: Logger, pulse: (@Sendable () -> Pulse)? = nil, idleSeconds: Double = idleMax,
        looked: @escaping @Sendable () -> Void = {}
    ) {
        self.pulse = pulse
        self.idleSeconds = min(idleSeconds, Self.idleMax)
        self.looked = looked
        self.casebook = casebook
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

    /// Once a deliverer: delivers until the task is cancelled. Waits as a standby while another process delivers. What is under way at the
    /// cancellation is stopped, and its delivery is owed again.
    /// - Throws: `DeliveryFault` or `JournalError`; both are final.
    public func run() async throws {
        guard let lock = try await lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        let watch = try OutboxWatch(
            journal: casebook.journal.path, changed: { [weak self] in self?.poke() }, rang: { [wake] in wake.yield() }, failed: { [weak self] in self?.fail($0) })
        watch.start()
        defer { watch.stop() }
        try await recallWaiting()
        wake.yield()
        try await withThrowingDiscardingTaskGroup { workers in
            for await _ in wakes {
                if let failure = state.withLock({ $0.failure }) { throw failure }
                let pause = try await look { lane, messages in
                    workers.addTask { try await self.work(lane, messages) }
                }
                let beat = beatPause { pulse, context in
                    workers.addTask { try await self.sendBeat(pulse, context) }
                }
                watch.ring(after: min(pause, beat))
                looked()
            }
        }
    }

    private func lock() async throws -> JournalLock? {
        var told = false
        while !Task.isCancelled {
            if let lock = try JournalLock(.deliverer, journal: casebook.journal.path) { return lock }
            looked()
            if !told { logger.say(.deliveryStandby, "Another process delivers; waiting to take over.") }
            told = true
            await pause(seconds: Self.standbySeconds)
        }
        return nil
    }

    /// What an earlier process left waiting keeps its place before later events of the same alert.
    private func recallWaiting() async throws {
        let casebook = casebook
        let waiting = try await offPool { () throws(JournalError) in try casebook.deliveries(all: false) }.filter { $0.state == .retry }
        state.withLock { state in
            for delivery in waiting { state.waiting[Self.place(delivery)] = delivery.id }
        }
    }

    /// Starts a worker for every free lane that has something to do.
    /// - Returns: seconds until the next look.
    private func look(start: (Lane, [MailRound.Message]) -> Void) async throws -> Double {
        let casebook = casebook
        let now = Date()
        let (busy, context) = (state.withLock { $0.busy }, context.withLock { $0 })
        let longest = longestPause(context.delivery)
        let outbox = try await offPool { () throws(JournalError) in try casebook.owedDeliveries(at: now, besides: busy, longestPause: longest) }
        let accepted = outbox.ready.contains { $0.channel == .mail } ? try await mailsAccepted(now) : [:]
        let (pause, rests) = state.withLock { state in
            var due = outbox.nextDue
            for (lane, deliveries) in Dictionary(grouping: outbox.ready, by: \.lane) {
                let possible = Self.inOrder(deliveries, waiting: state.waiting)
                let recipient = deliveries.first?.recipients.first ?? ""
                let round = Self.round(possible, accepted: accepted[recipient] ?? [], context, now)
                due = [due, round.heldUntil].compactMap(\.self).min()
                guard !round.messages.isEmpty else { continue }
                state.busy.insert(lane)
                state.rests = false
                start(lane, deliveries.first?.channel == .mail ? Array(round.messages.prefix(Self.roundMax)) : round.messages)
            }
            state.looks += 1
            let isSettled = state.looks > Self.lookAgain.count
            let again = isSettled ? idleSeconds : Self.lookAgain[state.looks - 1]
            let rests = isSettled && state.busy.isEmpty && !state.beats && !state.rests
            if rests { state.rests = true }
            return (min(again, max(Self.pauseMin, due.map { $0.timeIntervalSince(now) } ?? idleSeconds)), rests)
        }
        if rests { clinux_give_back_memory() }
        return pause
    }

    private func mailsAccepted(_ now: Date) async throws -> [String: [Date]] {
        let casebook = casebook
        return try await offPool { () throws(JournalError) in try casebook.mailsAccepted(since: now - MailRound.capSeconds) }
    }

    /// The log and hooks get one call an event, mail what its round says.
    private static func round(_ deliveries: [Delivery], accepted: [Date], _ context: JudgementContext, _ now: Date) -> MailRound {
        if let mail = context.delivery.mail, deliveries.first?.channel == .mail {
            return MailRound(deliveries, accepted: accepted, settings: mail, calendar: context.calendar, now: now)
        }
        return MailRound(oneByOne: deliveries)
    }

    /// By sequence; without what must wait for an earlier event of its alert.
    static func inOrder(_ deliveries: [Delivery], waiting: [Place: DeliveryID]) -> [Delivery] {
        deliveries.filter { delivery in
            guard let other = waiting[place(delivery)] else { return true }
            return delivery.id <= other
        }.sorted { $0.id < $1.id }
    }

    private func work(_ lane: Lane, _ messages: [MailRound.Message]) async throws {
        defer { finished(lane) }
        var held: Set<AlertID> = []
        for message in messages where !message.deliveries.contains(where: { held.contains($0.alert.id) }) {
            if Task.isCancelled { return }
            do {
                let receipts = try await attempt(message, context.withLock { $0 })
                for (delivery, receipt) in zip(message.deliveries, receipts) {
                    let waits = receipt.state == .retry
                    state.withLock { $0.waiting[Self.place(delivery)] = waits ? delivery.id : nil }
                    if waits { held.insert(delivery.alert.id) }
                }
                // A mail server, or a log, that fails would fail for the rest too: what is urgent goes first at the next look.
                if let channel = message.deliveries.first?.channel, [.mail, .log].contains(channel), !held.isEmpty { return }
            } catch JournalError.refused(let sentence) {
                logger.say(.deliverySettled, sentence)  // a person was quicker
            } catch {
                fail(error)
                throw error
            }
        }
    }

    /// Ends the service at the next look, which is now.
    private func fail(_ error: any Error) {
        state.withLock { $0.failure = error }
        wake.yield()
    }

    /// Starts a heartbeat that is due.
    /// - Returns: seconds until the next.
    private func beatPause(start: (Pulse, JudgementContext) -> Void) -> Double {
        let context = context.withLock { $0 }
        guard let pulse, context.delivery.heartbeat.everySeconds > 0 else { return idleSeconds }
        let now = ContinuousClock.now
        let (isDue, next) = state.withLock { state in
            let isDue = (state.nextBeat.map { $0 <= now } ?? true) && !state.beats
            if isDue { state.beats = true }
            return (isDue, state.nextBeat)
        }
        if isDue { start(pulse(), context) }
        return isDue ? idleSeconds : max(Self.pauseMin, next.map { ($0 - now) / .seconds(1) } ?? 0)
    }

    private func sendBeat(_ pulse: Pulse, _ context: JudgementContext) async throws {
        defer {
            state.withLock { $0.beats = false }
            wake.yield()
        }
        do {
            let wait = try await beat(pulse, context)
            state.withLock { $0.nextBeat = .now + .seconds(wait) }
        } catch {
            fail(error)
            throw error
        }
    }

    private func finished(_ lane: Lane) {
        state.withLock { _ = $0.busy.remove(lane) }
        wake.yield()
    }

    /// Where the events of one alert keep their order.
    struct Place: Hashable {
        let lane: Lane
        let alert: AlertID
    }

    private static func place(_ delivery: Delivery) -> Place { Place(lane: delivery.lane, alert: delivery.alert.id) }
}
