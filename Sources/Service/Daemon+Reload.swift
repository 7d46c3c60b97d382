// A new configuration is validated, then swapped whole; a bad one changes nothing and says why.
internal import Assay
internal import Casebook
internal import Configuration
internal import Delivery
internal import Files
internal import Foundation
internal import Intake
internal import Journal
internal import Alerts
internal import Rules
internal import Log
internal import Logging
internal import Monitoring
internal import Text

extension Daemon {
    /// SIGHUP.
    func reload() -> End? {
        supervisor.reloading()
        let old = configuration.usb
        defer { supervisor.ready(statusSentence) }
        do throws(ConfigurationFaults) {
            try files.reload()
        } catch {
            for fault in error.faults { logger.say(.configurationFault, fault.description) }
            logger.say(.configurationKept, "The new configuration has faults: the old one still holds.")
            return nil
        }
        do throws(JournalError) {
            try adopt(reason: "reload")
        } catch {
            return .journal(error)
        }
        do throws(JournalError) { try adoptDevices(since: old) } catch { return .journal(error) }
        ignoring.replace(configuration.watch.ignore)
        pages.adopt(configuration)
        watch?.keep(Set(configuration.watch.directories.map { BytePath($0.path) }))
        mailbox.post(.monitor(.reload(Self.watching(configuration, supervisor))))
        logger.say(
            .configurationTaken,
            "The new configuration holds: "
                + "\(counted(configuration.watch.directories.count, "directory", plural: "directories")), "
                + "\(counted(configuration.patients.count, "patient"))."
        )
        return nil
    }

    /// A patient who was added, and a sample's concentration, are known to the next run; an edit that does not hold
    /// leaves everything as it was.
    func refreshTables() throws(JournalError) {
        let old = configuration
        do {
            guard try files.refreshTables() else { return }
        } catch {
            for fault in error.faults { logger.say(.configurationFault, fault.description) }
            let changed = Set(error.faults.map(\.file)).sorted().joined(separator: ", ")
            logger.say(
                .patientsKept,
                "\(changed) was changed and has faults: it is not used, and the \(Self.known(old)) known before stay."
            )
            return
        }
        let isPatients = configuration.patients != old.patients
        try adopt(reason: isPatients ? "patients changed" : "tables changed")
        let changed = isPatients ? old.patientsPath : old.samples.concentrationsPath ?? old.patientsPath
        logger.say(
            .patientsChanged,
            "\(changed) was changed: now it names \(Self.known(configuration)).")
    }

    /// The DNA is named where concentrations are configured.
    private static func known(_ configuration: Configuration) -> String {
        let patients = counted(configuration.patients.count, "patient")
        guard configuration.samples.concentrationsPath != nil else { return patients }
        return patients + " and the DNA of \(counted(configuration.samples.concentrations.count, "sample"))"
    }

    private func adopt(reason: String) throws(JournalError) {
        let adopted = try Self.adopt(configuration, reason: reason, programVersion: programVersion, into: casebook)
        if let adopted { Self.tell(adopted, logger) }
        for warning in configuration.warnings { logger.say(.configurationWarning, warning.description) }
        deliverer?.replace(context: context)
        sweeper.hear(.configured)
        if adopted?.deliveriesOwed ?? 0 > 0 { deliverer?.poke() }
    }

    /// Journals a configuration, and what it corrects.
    static func adopt(_ configuration: Configuration, reason: String, programVersion: String, into casebook: Casebook)
        throws(JournalError) -> Adopted?
    {
        let context = judgementContext(configuration, programVersion: programVersion)
        return try casebook.adopt(context, reason: reason, at: Date())
    }

    /// Tells what a corrected patients file changed; nothing where no journaled result was touched.
    static func tell(_ adopted: Adopted, _ logger: Logger) {
        guard adopted.results > 0 || !adopted.alerts.isEmpty else { return }
        let alerts = adopted.alerts.map {
            "\($0.alert.id) \($0.alert.finding.rule)\($0.alert.finding.patient.map { " \($0)" } ?? "") "
                + $0.event.rawValue
        }
        logger.say(
            .resultsReattributed,
            "The patients file was corrected (\(adopted.patients.joined(separator: ", "))): \(adopted.results) "
                + "results attributed anew, "
                + (alerts.isEmpty ? "no alert changed." : alerts.joined(separator: ", ") + "."),
            [.patient: adopted.patients, .alert: Set(adopted.alerts.map(\.alert.id)).sorted().map(\.text)])
    }

    /// The watch's settings. The watchdog is fed by scans, so they come at least three times within its time.
    static func watching(_ configuration: Configuration, _ supervisor: Supervisor) -> WatchSettings {
        var settings = configuration.watch
        if let watchdog = supervisor.watchdog {
            settings.pollSeconds = min(settings.pollSeconds, watchdog / .seconds(3))
        }
        return settings
    }
}
