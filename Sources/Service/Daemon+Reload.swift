// A new configuration is validated, then swapped whole; a bad one changes nothing and says why.
internal import Assay
internal import Configuration
internal import Delivery
internal import Foundation
internal import Intake
internal import Journal
internal import Judgement
internal import Logging
internal import Monitoring

extension Daemon {
    /// SIGHUP.
    func reload() -> End? {
        supervisor.reloading()
        defer { supervisor.ready(statusSentence) }
        do throws(ConfigurationFaults) {
            try files.reload()
        } catch {
            for fault in error.faults { log(fault.description, .error) }
            log("The new configuration has faults: the old one still holds.", .error)
            return nil
        }
        do throws(JournalError) {
            try adopt(reason: "reload")
        } catch {
            return .broken(error.sentence)
        }
        ignoring.replace(configuration.watch.ignore)
        watch?.keep(Set(configuration.watch.directories.map { BytePath($0.path) }))
        mailbox.post(.monitor(.reload(Self.watching(configuration, supervisor))))
        log("The new configuration holds: \(configuration.watch.directories.count) directories, \(configuration.patients.count) patients.", .notice)
        return nil
    }

    /// A patient who was added is known to the next run; an edit that does not hold leaves the list as it was.
    func refreshPatients() throws(JournalError) {
        do {
            guard try files.refreshPatients() else { return }
        } catch {
            for fault in error.faults { log(fault.description, .error) }
            log("\(configuration.patientsPath) was changed and has faults: the \(configuration.patients.count) patients known before still hold.", .error)
            return
        }
        try adopt(reason: "patients changed")
        log("\(configuration.patientsPath) was changed: \(configuration.patients.count) patients are known now.", .notice)
    }

    private func adopt(reason: String) throws(JournalError) {
        let adopted = try Self.adopt(configuration, reason: reason, programVersion: programVersion, into: journal)
        if let sentence = adopted.flatMap(Self.sentence) { log(sentence, .notice) }
        for warning in configuration.warnings { log(warning.description, .warning) }
        deliverer?.replace(context: context)
        schedule.fallDue()
        if adopted?.deliveriesOwed ?? 0 > 0 { deliverer?.poke() }
    }

    /// Journals a configuration, and what it corrects.
    static func adopt(_ configuration: Configuration, reason: String, programVersion: String, into journal: Journal) throws(JournalError) -> Adopted? {
        let naming: SampleNaming
        do { naming = try SampleNaming(pattern: configuration.samples.pattern) } catch { throw .refused("samples.pattern: \(error)") }
        let context = judgementContext(configuration, programVersion: programVersion)
        return try journal.adopt(context, naming: naming, reason: reason, at: Date())
    }

    /// Nil where no journaled result was touched.
    static func sentence(_ adopted: Adopted) -> String? {
        guard adopted.results > 0 || !adopted.alerts.isEmpty else { return nil }
        let alerts = adopted.alerts.map { "\($0.alert.id) \($0.alert.finding.rule) \($0.event.rawValue)" }
        return "The patients file was corrected (\(adopted.patients.joined(separator: ", "))): \(adopted.results) results attributed anew, "
            + (alerts.isEmpty ? "no alert changed." : alerts.joined(separator: ", ") + ".")
    }

    /// The watch's settings. The watchdog is fed by scans, so they come at least three times within its time.
    static func watching(_ configuration: Configuration, _ supervisor: Supervisor) -> WatchSettings {
        var settings = configuration.watch
        if let watchdog = supervisor.watchdog { settings.pollSeconds = min(settings.pollSeconds, watchdog / .seconds(3)) }
        return settings
    }
}
