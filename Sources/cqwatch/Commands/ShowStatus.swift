import Alerts
import ArgumentParser
import Assay
import Casebook
import Configuration
internal import Files
import Foundation
import Journal
import Monitoring
import Reporting
import Rules
import Service
import Text
internal import USB

/// `cqwatch status`.
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Shows what is watched, how many runs were taken, open alerts, deliveries owed and the journal's head.",
        discussion: """
            Ends with 0 where all is well, with 1 where something wants a person (no daemon runs, a folder cannot be \
            read, deliveries failed, files are refused, the journal is damaged), each in a line of its own, and with 78 \
            where it cannot be asked. --plugin keeps to the convention of Nagios and Icinga: 0 OK, 1 warning, 2 \
            critical, 3 unknown.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @ArgumentParser.Flag(help: "One line and an exit code for Nagios, Icinga and their like.")
    var plugin = false

    func run() async throws {
        let document: StatusDocument
        do { document = try ask() } catch let failure as CommandFailure {
            if plugin {
                try writeOutput("CQWATCH UNKNOWN - \(terminalSafe(failure.sentence, max: 1000))")
                throw CommandFailure(code: 3, sentence: failure.sentence)
            }
            // Damage is an answer; all else means that nothing could be asked.
            throw failure.code == 1 ? failure : .configuration(failure.sentence)
        }
        try writeOutput(
            plugin
                ? pluginText(document)
                : json.isOn ? Reporting.json(document, indented: true) : statusText(document, colour: showsColour()),
            terminator: json.isOn && !plugin ? "\n" : "")
        let code = plugin ? document.pluginExitCode : document.exitCode
        if code != 0 { throw ExitCode(code) }
    }

    private func ask() throws -> StatusDocument {
        let configuration = try config.load()
        let casebook = try config.casebook(configuration)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = configuration.instrumentZone
        let dayStart = calendar.startOfDay(for: Date())
        let known = try reading { () throws(JournalError) in try casebook.status(dayStart: dayStart) }
        let pulse = DaemonPulse(journal: configuration.journalPath)
        var document = StatusDocument(
            running: pulse.isRunning,
            watch: configuration.watch.directories.map { folder($0.path, pulse) },
            runs: .init(total: known.runs, today: known.runsToday), alerts: .init(open: known.alertsOpen),
            outbox: .init(owed: known.deliveriesOwed, failed: known.deliveriesFailed),
            journal: .init(records: Int(known.records), head: known.head.digest))
        if pulse.isRunning { document.heldBack = pulse.heldBack }
        if pulse.isRunning {
            document.media = try reading { () throws(JournalError) in try casebook.presentDevices() }.map(Self.medium)
        }
        let damage = try reading { () throws(JournalError) in try casebook.journal.verifyNewest()?.reason }
        let refused = try reading { () throws(JournalError) in
            try casebook.alerts(all: false).filter(\.finding.countsFiles).map {
                "\(alertHeadline($0.finding)) (\($0.id))"
            }
        }
        document.findWhatWantsAPerson(damage: damage, refused: refused)
        return document
    }

    private static func medium(_ present: PresentDevice) -> StatusDocument.Medium {
        StatusDocument.Medium(
            label: present.stick?.label, uuid: present.stick?.uuid,
            serial: present.stick?.serial ?? present.device?.serial,
            device: present.stick?.node, state: present.state.rawValue,
            reason: present.state == .refused ? present.reason : nil,
            runs: present.files?.taken)
    }

    /// The daemon knows best; where none runs, or it has not been told of the folder yet, this command looks itself.
    private func folder(_ path: String, _ pulse: DaemonPulse) -> StatusDocument.Folder {
        let known = pulse.folders.first { $0.path == path }
        let problem: String? =
            if pulse.isRunning, let known {
                known.problem
            } else {
                FileManager.default.isReadableFile(atPath: path) ? nil : "cannot be read"
            }
        return StatusDocument.Folder(path: path, lastScan: known?.lastScan.map(utcText), problem: problem)
    }
}
