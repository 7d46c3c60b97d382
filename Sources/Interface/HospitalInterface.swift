// All ways to the hospital at work, and the one watch on the journal that wakes them.
public import Alerts
public import Casebook
internal import Delivery
internal import Glibc
public import Hospital
internal import Journal
public import Linux
public import Logging
internal import Synchronization

/// Sends what the journal owes to the hospital's systems, from `start` to `stop`.
public final class HospitalInterface: Sendable {
    private let runners: [LineRunner]
    private let watch: OutboxWatch
    private let idle: Duration
    private let settings: InterfaceSettings

    /// - Parameters:
    ///   - settings: at least one way; a reload may change everything but which ways there are.
    ///   - idle: each way looks at the journal at least so often.
    ///   - looked: told when each way has looked since it was told last.
    ///   - rests: told on a way's own thread when it has done what there was.
    public init(
        casebook: Casebook, settings: InterfaceSettings, context: JudgementContext, logger: Logger,
        idle: Duration = Line.idleMax, looked: @escaping @Sendable () -> Void = {},
        rests: @escaping @Sendable () -> Void = {}, failed: @escaping @Sendable (any Error) -> Void
    ) throws(SystemError) {
        // A write to a receiver that is gone is to fail; without this it would end the process.
        signal(SIGPIPE, SIG_IGN)
        let routes = Set(settings.routes), signs = Signs()
        let runners = settings.routes.map { route in
            LineRunner(
                route, casebook: casebook, context: context, logger: logger,
                looked: { if signs.complete(route, routes) { looked() } }, rests: rests)
        }
        self.runners = runners
        self.idle = idle
        self.settings = settings
        watch = try OutboxWatch(
            journal: casebook.journal.path, changed: { for runner in runners { runner.changed() } }, rang: {},
            failed: { failed($0) })
        self.failed = failed
    }

    private let failed: @Sendable (any Error) -> Void

    public func start() {
        watch.start()
        for runner in runners { runner.start(settings, idle: idle, failed: failed) }
    }

    /// A new configuration holds from the next message on.
    public func replace(_ settings: InterfaceSettings, context: JudgementContext) {
        for runner in runners { runner.replace(settings, context: context) }
    }

    /// Ends what is under way; what was accepted has its receipt.
    public func stop() {
        for runner in runners { runner.stop() }
        watch.stop()
    }

    /// Which ways have looked since `looked` was called last.
    private final class Signs: Sendable {
        private let seen = Mutex<Set<Route>>([])

        func complete(_ route: Route, _ all: Set<Route>) -> Bool {
            seen.withLock { seen in
                seen.insert(route)
                guard seen.isSuperset(of: all) else { return false }
                seen = []
                return true
            }
        }
    }
}
