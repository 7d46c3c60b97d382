// Sticks: what is read off them, and when they may be pulled.
internal import Casebook
internal import Configuration
internal import Files
internal import Foundation
internal import Intake
internal import Journal
internal import Laboratory
internal import Linux
internal import Log
internal import Logging
internal import Monitoring
internal import Rules
internal import Text

/// A stick under way.
struct StickReading {
    var files = DeviceEntry.Tally()
    var isRead = false
}

extension Daemon {
    func found(_ medium: Medium) throws(JournalError) {
        sticks[medium.stick.name] = StickReading()
        _ = try journal(DeviceEntry(.mounted, stick: medium.stick), DeviceAlerts())
        logger.say(
            .stickReading, "The \(medium.stick.title) is being read. Do not pull it yet.",
            [.device: [medium.stick.name]])
    }

    /// All that is wanted of the stick is in the journal, or the journal says why it is not.
    func read(_ medium: Medium, _ end: MediumEnd) throws(JournalError) {
        let stick = medium.stick
        sticks[stick.name, default: StickReading()].isRead = true
        var entry = DeviceEntry(.read, stick: stick)
        entry.files = sticks[stick.name]?.files
        let sentence = "The \(stick.title) is safe to pull: \(Self.told(entry.files ?? .init(), end.faults))"
        var alerts = DeviceAlerts()
        alerts.clear = [(pulledStickSubject(stick), "it was plugged in again and read")]
        alerts.notice = mediumNotice(stick, sentence)
        _ = try journal(entry, alerts)
        logger.say(.stickRead, sentence, [.device: [stick.name]])
        supervisor.status(statusSentence)
    }

    func gone(_ medium: Medium, _ end: MediumEnd) throws(JournalError) {
        let stick = medium.stick
        let reading = sticks.removeValue(forKey: stick.name) ?? StickReading()
        var entry = DeviceEntry(.pulled, stick: stick)
        entry.files = reading.files
        entry.files?.unread = end.unreadCount
        entry.unread = end.unread.isEmpty ? nil : end.unread.map(medium.journalPath)
        var alerts = DeviceAlerts()
        if !end.isWhole {
            alerts.raise = pulledStickFinding(
                stick, unread: entry.unread ?? [], count: end.unreadCount, looked: end.looked)
        }
        _ = try journal(entry, alerts)
        if let finding = alerts.raise {
            logger.say(.stickPulled, "\(finding.text) \(finding.advice)", [.device: [stick.name]], level: .warning)
        } else {
            logger.say(.stickPulled, "The \(stick.title) was pulled.", [.device: [stick.name]])
        }
        supervisor.status(statusSentence)
    }

    /// "3 runs taken, 2 known already, 1 file is no readable run."
    private static func told(_ files: DeviceEntry.Tally, _ faults: [String]) -> String {
        var parts = ["\(counted(files.taken, "run")) taken"]
        if files.known > 0 { parts.append("\(files.known) known already") }
        if files.unreadable > 0 {
            parts.append(
                files.unreadable == 1 ? "1 file is no readable run" : "\(files.unreadable) files are no readable runs")
        }
        return ([parts.joined(separator: ", ") + "."] + faults).joined(separator: " ")
    }

    /// Files that an earlier process copied off sticks and did not get to journal.
    func takeSpooled() throws(JournalError) {
        let left: [String]
        do throws(SystemError) { left = try spool.left() } catch {
            logger.say(.stickSpoolFault, error.description)
            return
        }
        let examiner = Examiner()
        let firstLook = Monitor.spooledLooks(configuration.watch).first ?? 0
        var slow: [String] = []
        for sha256 in left {
            guard let (bytes, source) = spool.read(sha256, bytesMax: configuration.watch.bytesMax) else {
                logger.say(
                    .stickSpoolFault,
                    "\(spool.folder.text)/\(sha256) is damaged and is not taken. Plug the stick in again.")
                drop(sha256)
                continue
            }
            let outcome = examiner.examine(bytes, ExaminationOrder(configuration), processorSeconds: firstLook).outcome(
                source, .unknown)
            // The start waits for no file that takes long.
            if case .slow = outcome { slow.append(sha256) } else { try takeSpooled(source, outcome) }
        }
        analyst.readSpooled(slow, configuration)
    }

    func takeSpooled(_ source: SourceFile, _ outcome: ReadOutcome) throws(JournalError) {
        switch outcome {
        case .runs(let runs, _, _): try commit(runs, source, .unknown)
        case .incomplete(let reason, _), .unreadable(let reason, _):
            try record(source.path, .unknown, source.sha256, reason, on: source.stick)
        case .slow:
            let seconds = Monitor.spooledLooks(configuration.watch).last ?? 0
            try record(
                source.path, .unknown, source.sha256, Monitor.slowReason(seconds, plate: monitor.plateSeconds),
                on: source.stick)
        case .failed(let reason): logger.say(.stickSpoolFault, "\(source.path) waits in the spool: \(reason)")
        case .known, .changed, .vanished: break
        }
    }

    /// A file of the spool has come to its end.
    func drop(_ sha256: String) {
        do throws(SystemError) { try spool.drop(sha256) } catch { logger.say(.stickSpoolFault, error.description) }
    }
}
