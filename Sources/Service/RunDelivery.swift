// The delivery service alone, apart from the daemon: a hook or a mail server that misbehaves is then no concern of the
// one that watches.
internal import Casebook
internal import Configuration
internal import Delivery
internal import Dispatching
internal import Foundation
internal import Journal
internal import Log
package import Logging

/// Empties the journal's outbox until SIGTERM or SIGINT; SIGHUP reloads. Waits as a standby while another process
/// delivers. `catchServiceSignals` must have been called first thing in main. Faults go to the log on standard error.
/// - Returns: the exit code.
public func runDelivery(configurationPath path: String, programVersion: String) -> Int32 {
    serving { logger, supervisor in
        var files = try ConfigurationFiles(path: path)
        let casebook = try openVerified(files.configuration.journalPath)
        let mailbox = Mailbox()
        let loop = try EventLoop(mailbox, watch: nil)
        loop.start()
        let deliverer = Deliverer(
            casebook: casebook, context: judgementContext(files.configuration, programVersion: programVersion),
            logger: logger,
            pulse: watcherPulse(journal: files.configuration.journalPath),
            idleSeconds: supervisor.watchdog.map { $0 / .seconds(1) / looksForOneMeal } ?? Dispatcher.idleMax
                / .seconds(1), looked: { mailbox.post(.looked) })
        let delivery = DeliveryTask(deliverer, mailbox)
        supervisor.ready("Delivering what \(files.configuration.journalPath) owes.")
        logger.say(.started, "Delivering what \(files.configuration.journalPath) owes.")
        let end = untilEnd(mailbox, supervisor) {
            supervisor.reloading()
            reload(&files, logger)
            deliverer.replace(context: judgementContext(files.configuration, programVersion: programVersion))
            supervisor.ready("Delivering what \(files.configuration.journalPath) owes.")
        }
        supervisor.stopping()
        delivery.end()
        loop.stop()
        casebook.journal.leave()
        return tell(end, logger)
    }
}

/// Looks at the outbox in the time within which the watchdog must be fed: one that comes late starves nobody.
private let looksForOneMeal = 3.0

/// What a service beside the daemon does until it is asked to end, or cannot go on.
func untilEnd(_ mailbox: Mailbox, _ supervisor: Supervisor, reload: () -> Void) -> Daemon.End {
    while true {
        for event in mailbox.next() {
            switch event {
            case .signal(.hangUp): reload()
            case .signal(let signal): return .asked(signal)
            case .broken(let reason): return .broken(reason)
            case .journal(let error): return .journal(error)
            // Fed from here, so that it starves where either thread hangs.
            case .looked: supervisor.alive()
            case .monitor, .spooled, .devices, .unwatched, .due, .more: break
            }
        }
    }
}

/// - Returns: whether a new configuration holds.
@discardableResult
package func reload(_ files: inout ConfigurationFiles, _ logger: Logger) -> Bool {
    do {
        try files.reload()
        logger.say(.configurationTaken, "The new configuration holds.")
        return true
    } catch {
        for fault in error.faults { logger.say(.configurationFault, fault.description) }
        logger.say(.configurationKept, "The new configuration has faults: the old one still holds.")
        return false
    }
}
