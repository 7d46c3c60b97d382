// Empties the journal's outbox: the shell around the dispatcher. It watches the journal, reads what is owed, has the
// channels try, and journals the receipts; what to do when is the dispatcher's.
internal import Channels
internal import CLinux
public import Dispatching
internal import Foundation
public import Casebook
internal import Journal
public import Alerts
internal import Linux
internal import Log
public import Logging
internal import Synchronization

public final class Deliverer: Sendable {
    /// How often a standby asks for the lock.
    static let standbySeconds = 2.0

    let casebook: Casebook
    let logger: Logger
    let notifiers: Notifiers
    let context: Mutex<JudgementContext>
    let pulse: (@Sendable () -> Pulse)?
    let looked: @Sendable () -> Void
    let queue = EventQueue()
    private let idle: Duration
    private let origin = ContinuousClock.now

    /// - Parameters:
    ///   - context: `context.delivery` says how to deliver; the rest is what a laboratory alert about a failed delivery
    ///     needs.
    ///   - pulse: asks how the watcher is; nil: this deliverer sends no heartbeat.
    ///   - idleSeconds: looks at least so often, at most every `Dispatcher.idleMax`.
    ///   - looked: told of each look at the outbox, and of each at the lock that another process holds: a sign that
    ///     this one does not hang.
    public init(
        casebook: Casebook, context: JudgementContext, logger: Logger, pulse: (@Sendable () -> Pulse)? = nil,
        idleSeconds: Double = Dispatcher.idleMax / .seconds(1), looked: @escaping @Sendable () -> Void = {}
    ) {
        self.pulse = pulse
        idle = .seconds(idleSeconds)
        self.looked = looked
        self.casebook = casebook
        self.logger = logger
        notifiers = Notifiers(casebook: casebook, logger: logger)
        self.context = Mutex(context)
    }

    /// A new configuration holds from the next attempt on.
    public func replace(context: JudgementContext) {
        self.context.withLock { $0 = context }
        queue.post(.reload(context.delivery, context.calendar))
    }

    /// Looks at the outbox at once.
    public func poke() { queue.post(.changed) }

    /// Once a deliverer: delivers until the task is cancelled. Waits as a standby while another process delivers. What
    /// is under way at the cancellation is stopped, and its delivery is owed again.
    /// - Throws: `SystemError` or `JournalError`; both are final.
    public func run() async throws {
        guard let lock = try await lock() else { return }
        defer { withExtendedLifetime(lock) {} }
        let queue = queue, casebook = casebook
        let watch = try OutboxWatch(
            journal: casebook.journal.path, changed: { queue.post(.changed) }, rang: { queue.post(.tick) },
            failed: { queue.post(.failure($0)) })
        watch.start()
        defer { watch.stop() }
        let waiting = try await offPool { () throws(JournalError) in try casebook.deliveries(all: false) }
        let context = context.withLock { $0 }
        let dispatcher = Dispatcher(
            settings: context.delivery, calendar: context.calendar, waiting: waiting, sendsHeartbeats: pulse != nil,
            idle: idle)
        queue.post(.changed)
        try await withTaskCancellationHandler {
            try await consume(dispatcher, watch)
        } onCancel: {
            queue.post(.stop)
        }
    }

    /// The one consumer: takes events in order and performs what follows from each.
    private func consume(_ start: Dispatcher, _ watch: OutboxWatch) async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            var dispatcher = start
            while !dispatcher.isOver {
                switch await queue.next() {
                case .failure(let error): throw error
                case .event(let event):
                    for effect in dispatcher.handle(event, at: Moment(steady: steady, wall: Date())) {
                        switch effect {
                        case .wake(let at): watch.ring(after: at - steady)
                        case .rest: clinux_give_back_memory()
                        case .missHeartbeat(let why): logger.say(.heartbeatMissed, why)
                        case .look(let lanes, let longest):
                            tasks.addTask { await self.look(besides: lanes, longestPause: longest) }
                        case .send(let message, let lane): tasks.addTask { await self.send(message, lane) }
                        case .record(let receipts, let message, let fault, let lane):
                            tasks.addTask { await self.record(receipts, of: message, fault, lane) }
                        case .askPulse: tasks.addTask { await self.askPulse() }
                        case .sendHeartbeat(let pulse, let key):
                            tasks.addTask { await self.sendHeartbeat(pulse, to: key) }
                        }
                    }
                }
            }
        }
    }

    private var steady: Duration { origin.duration(to: .now) }

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
}
