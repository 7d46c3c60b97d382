// The daemon from start to end: what the commands `daemon` and `deliver` call.
internal import Casebook
internal import Configuration
internal import Delivery
internal import Foundation
internal import Glibc
internal import Journal
internal import Log
internal import Logging
internal import Rules

/// What the daemon is made of once its configuration holds and its journal is open.
struct DaemonParts {
    let logger: Logger
    let supervisor: Supervisor
    let programVersion: String
    let casebook: Casebook
    let lock: JournalLock
    let files: ConfigurationFiles
    /// Time of the newest record before this start; nil where there was none.
    let newestRecord: Date?
    /// Another configuration, or another version of the program, than the journal last saw.
    let isChanged: Bool
    let mailbox: Mailbox
}

/// Watches, takes runs and alerts until SIGTERM or SIGINT; SIGHUP reloads. The calling thread becomes the one consumer.
/// `catchServiceSignals` must have been called first thing in main. Faults go to the log on standard error.
/// - Parameters:
///   - deliver: deliver alerts too, rather than leave them to `runDelivery` in another process.
///   - programVersion: stands in every record.
/// - Returns: the exit code.
public func runDaemon(configurationPath path: String, deliver: Bool, programVersion: String) -> Int32 {
    serving { logger, supervisor in
        let files = try ConfigurationFiles(path: path)
        for warning in files.configuration.warnings { logger.say(.configurationWarning, warning.description) }
        let journalPath = files.configuration.journalPath
        let casebook = try openVerified(journalPath)
        guard let lock = try JournalLock(.daemon, journal: journalPath) else {
            throw StartRefused(
                "another daemon writes \(journalPath) already: stop it first (systemctl stop cqwatch), or configure "
                    + "another journal.path"
            )
        }
        let newest = try casebook.journal.newestRecord()
        try tellLoss(in: casebook, logger, files.configuration, programVersion: programVersion)
        let adopted = try Daemon.adopt(
            files.configuration, reason: "start", programVersion: programVersion, into: casebook)
        if let adopted { Daemon.tell(adopted, logger) }
        let parts = DaemonParts(
            logger: logger, supervisor: supervisor, programVersion: programVersion, casebook: casebook, lock: lock,
            files: files, newestRecord: newest,
            isChanged: adopted != nil,
            mailbox: Mailbox())
        return try serve(parts, deliver: deliver)
    }
}

private func serve(_ parts: DaemonParts, deliver: Bool) throws -> Int32 {
    let context = judgementContext(parts.files.configuration, programVersion: parts.programVersion)
    let pulse = watcherPulse(journal: parts.files.configuration.journalPath)
    let deliverer =
        deliver ? Deliverer(casebook: parts.casebook, context: context, logger: parts.logger, pulse: pulse) : nil
    let daemon = try Daemon(parts, deliverer: deliverer)
    let delivery = deliverer.map { DeliveryTask($0, parts.mailbox) }
    let mailbox = parts.mailbox
    let proof = JournalProof(parts.casebook.journal.path) { mailbox.post(.journal($0)) }
    let end = daemon.run()
    parts.supervisor.stopping()
    proof.close()
    delivery?.end()
    daemon.close()
    parts.casebook.journal.leave()
    return tell(end, parts.logger)
}

/// Records that the last daemon noted in its lock file are in the journal no longer: somebody was told what now stands
/// nowhere.
private func tellLoss(in casebook: Casebook, _ logger: Logger, _ configuration: Configuration, programVersion: String)
    throws(JournalError)
{
    guard let noted = DaemonPulse(journal: casebook.journal.path).head, try !casebook.journal.holds(noted) else {
        return
    }
    let finding = lostRecordsFinding(
        casebook.journal.path, from: try casebook.journal.head().sequence, to: noted.sequence)
    logger.say(.journalLost, "\(finding.text) \(finding.advice)")
    try casebook.recordFault(
        finding, context: judgementContext(configuration, programVersion: programVersion), at: Date())
}

/// - Returns: the exit code.
func tell(_ end: Daemon.End, _ logger: Logger) -> Int32 {
    switch end {
    case .asked(let signal):
        logger.say(.stopped, "Stopped by \(signal == .terminate ? "SIGTERM" : "SIGINT").")
        return ServiceExit.clean
    case .broken(let reason):
        logger.say(.failed, "\(reason) The service ends; what is journaled is safe.")
        return ServiceExit.failed
    case .journal(let error):
        logger.say(.journalFailed, "\(error.sentence) The service ends.")
        return exitCode(error)
    }
}
