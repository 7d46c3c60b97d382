// The shipping service: the pure shipper, and around it one thread that visits the store, and else sleeps until the journal
// changes, the time of the next visit has come, or a signal. Nothing is lost when it ends: what was not acknowledged is
// shipped at the next visit.
public import Casebook
public import Central
public import Configuration
internal import Foundation
public import Journal
internal import Linux
internal import Log
internal import Logging
internal import Rules
internal import Shipping

/// Ships until SIGTERM or SIGINT. `catchServiceSignals` must have been called first thing in main.
/// - Returns: the exit code.
public func runShipping(configurationPath path: String, programVersion: String) -> Int32 {
    serving { logger, supervisor in
        let configuration = try ConfigurationFiles(path: path).configuration
        guard let site = configuration.central.site, let connection = configuration.central.connection else {
            logger.say(.configurationFault, "\(path): central.site and central.connection do not both stand there.")
            return ServiceExit.configuration
        }
        let journal = try Journal(path: configuration.journalPath, readOnly: true)
        let service = try ShippingService(
            visit: StoreVisit(site: site, connection: connection, journal: journal, program: programVersion),
            site: site,
            configuration: configuration, programVersion: programVersion, logger: logger, supervisor: supervisor)
        return try service.run()
    }
}

/// Tells the laboratory, in its own journal, why nothing more is shipped.
public func tellLaboratory(
    of fork: Fork, site: String, _ casebook: Casebook, _ configuration: Configuration, programVersion: String
) throws(JournalError) {
    try casebook.recordFault(
        centralStoreFinding(site: site, reason: fork.sentence),
        context: judgementContext(configuration, programVersion: programVersion), at: Date())
}

private final class ShippingService {
    private enum Key: UInt64 { case signals = 1, changes, timer }

    let visit: StoreVisit
    let site: String
    let configuration: Configuration
    let programVersion: String
    let logger: Logger
    private let supervisor: Supervisor
    private let epoll: Epoll<Key>
    private let changes: JournalChanges
    private let timer: SteadyTimer
    private var shipper = Shipper()
    private var end: Int32?

    init(
        visit: StoreVisit, site: String, configuration: Configuration, programVersion: String, logger: Logger,
        supervisor: Supervisor
    ) throws(SystemError) {
        self.visit = visit
        self.site = site
        self.configuration = configuration
        self.programVersion = programVersion
        self.logger = logger
        self.supervisor = supervisor
        epoll = try Epoll()
        changes = try JournalChanges(of: configuration.journalPath)
        timer = try SteadyTimer()
        try epoll.add(systemCall("catch", "signals") { ServiceSignal.descriptor() }, .signals)
        try epoll.add(changes.descriptor, .changes)
        try epoll.add(timer.descriptor, .timer)
    }

    func run() throws -> Int32 {
        let doing = "Shipping \(configuration.journalPath) as \(site)."
        supervisor.ready(doing)
        logger.say(.started, doing)
        try handle(.started)
        while end == nil, let ready = try epoll.wait(atMost: supervisor.watchdog.map { $0 / 2 }) {
            supervisor.alive()
            for key in ready { try handle(ready: key) }
        }
        supervisor.stopping()
        return end ?? ServiceExit.clean
    }

    private func handle(ready key: Key) throws {
        switch key {
        case .signals: stop(by: ServiceSignal.drain())
        case .changes: if try changes.drain() { try handle(.changed) }
        case .timer:
            timer.drain()
            try handle(.tick)
        }
    }

    /// What a new configuration says holds from the next start on.
    private func stop(by signals: [ServiceSignal]) {
        guard let signal = signals.first(where: { $0 != .hangUp }) else { return }
        logger.say(.stopped, "Stopped by \(signal == .terminate ? "SIGTERM" : "SIGINT").")
        end = ServiceExit.clean
    }

    private func handle(_ event: ShipperEvent) throws {
        var events = [event]
        while end == nil, !events.isEmpty {
            for effect in shipper.handle(events.removeFirst(), at: steadyNow()) {
                switch effect {
                case .visit:
                    events.append(.visited(try make()))
                    IdleMemory.giveBack()
                case .wait(let until): timer.set(at: until)
                case .tellUnreachable(let why):
                    logger.say(.storeUnreachable, "The central store is out of reach: \(why)")
                case .tellReachable: logger.say(.storeReachable, "The central store holds all of this journal again.")
                case .tellRefused(let why): logger.say(.storeRefuses, "The central store refuses this site: \(why)")
                case .stop(let fork):
                    logger.say(.storeForked, fork.sentence)
                    let casebook = Casebook(try Journal(path: configuration.journalPath, readOnly: false))
                    try tellLaboratory(of: fork, site: site, casebook, configuration, programVersion: programVersion)
                    end = ServiceExit.damaged
                }
            }
        }
    }

    /// A signal ends a long visit between two batches.
    private func make() throws(JournalError) -> VisitOutcome {
        var signals: [ServiceSignal] = []
        let outcome = try visit.make {
            signals += ServiceSignal.drain()
            supervisor.alive()
            return signals.allSatisfy { $0 == .hangUp }
        }
        stop(by: signals)
        return outcome
    }
}
