// The service that tells the hospital's systems: a process of its own, so that a receiver is no concern of those who
// watch and who alert.
internal import Casebook
public import Configuration
internal import Foundation
internal import Hospital
internal import Interface
internal import Journal
internal import Log
internal import Logging

/// Sends what the journal owes to the hospital's systems until SIGTERM or SIGINT; SIGHUP reloads.
/// `catchServiceSignals` must have been called first thing in main. Faults go to the log on standard error.
/// - Returns: the exit code.
public func runInterface(configurationPath path: String, programVersion: String) -> Int32 {
    serving { logger, supervisor in
        let files = try ConfigurationFiles(path: path)
        guard let settings = files.configuration.interface, !settings.routes.isEmpty else {
            logger.say(
                .configurationFault,
                "\(path): interface: no way to a hospital's system is chosen; write hl7, fhir or folder below it")
            return ServiceExit.configuration
        }
        for warning in files.configuration.warnings { logger.say(.configurationWarning, warning.description) }
        for warning in interfaceWarnings(files.configuration) { logger.say(.configurationWarning, warning) }
        let journalPath = files.configuration.journalPath
        let casebook = try openVerified(journalPath)
        guard let lock = try JournalLock(.interface, journal: journalPath) else {
            throw StartRefused(
                "another process sends what \(journalPath) owes to the hospital already: stop it first "
                    + "(systemctl stop cqwatch-interface)")
        }
        defer { withExtendedLifetime(lock) {} }
        return try send(files, settings, casebook, supervisor, logger, programVersion)
    }
}

/// Looks at the journal in the time within which the watchdog must be fed.
private let looksForOneMeal = 3

private func send(
    _ first: ConfigurationFiles, _ settings: InterfaceSettings, _ casebook: Casebook, _ supervisor: Supervisor,
    _ logger: Logger, _ version: String
) throws -> Int32 {
    var files = first
    let mailbox = Mailbox()
    let loop = try EventLoop(mailbox, watch: nil)
    loop.start()
    let interface = try HospitalInterface(
        casebook: casebook, settings: settings, context: judgementContext(files.configuration, programVersion: version),
        logger: logger, idle: supervisor.watchdog.map { $0 / looksForOneMeal } ?? Line.idleMax,
        looked: { mailbox.post(.looked) }, rests: { IdleMemory.giveBack() },
        failed: { error in
            if let error = error as? JournalError { return mailbox.post(.journal(error)) }
            mailbox.post(.broken("The hospital's systems cannot be told: \(error)"))
        })
    interface.start()
    let sentence = "Telling the hospital's systems by \(settings.routes.map(\.rawValue).joined(separator: ", "))."
    supervisor.ready(sentence)
    logger.say(.started, sentence)
    let end = untilEnd(mailbox, supervisor) {
        supervisor.reloading()
        reload(&files, logger)
        if let new = files.configuration.interface, new.routes == settings.routes, new.site == settings.site {
            interface.replace(new, context: judgementContext(files.configuration, programVersion: version))
        } else {
            logger.say(
                .configurationWarning,
                "interface: other ways, or another site, take a restart; until then the old ones hold.")
        }
        supervisor.ready(sentence)
    }
    supervisor.stopping()
    interface.stop()
    loop.stop()
    casebook.journal.leave()
    return tell(end, logger)
}

/// What the configuration says of the hospital's systems and this machine does not have now, or what it forgot: told at
/// the start, not when the first message of the kind comes.
public func interfaceWarnings(_ configuration: Configuration) -> [String] {
    guard let settings = configuration.interface else { return [] }
    let tls = [settings.hl7?.tls, settings.fhir?.tls].compactMap(\.self)
    let files =
        tls.flatMap { [$0.authority, $0.certificate, $0.key] } + [settings.fhir?.token?.secretFile]
    var warnings = files.compactMap(\.self).filter { !FileManager.default.isReadableFile(atPath: $0) }.map {
        "interface: \($0) cannot be read; until then every message fails"
    }
    warnings += secretWarnings(settings)
    if let folder = settings.folder?.path, !FileManager.default.isWritableFile(atPath: folder) {
        warnings.append("interface.folder: \(folder) is no folder that can be written now; messages wait until it is")
    }
    let unknown = configuration.patients.keys.filter { settings.identifier(of: $0) == nil }.sorted()
    if !unknown.isEmpty {
        let shown =
            unknown.prefix(5).joined(separator: ", ") + (unknown.count > 5 ? " and \(unknown.count - 5) more" : "")
        warnings.append(
            "interface.identifiers.patients: \(shown) of patients.csv have no number there; their messages are set aside"
        )
    }
    return warnings
}
