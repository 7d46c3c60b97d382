import ArgumentParser
import Assay
import Casebook
import Configuration
internal import Files
import Foundation
import Journal
import Monitoring
import Reporting
import Service
internal import USB

/// `cqwatch status`.
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Shows what is watched, how many runs were taken, open alerts, deliveries owed and the journal's head.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
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
        try writeOutput(
            json.isOn ? Reporting.json(document, indented: true) : statusText(document, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
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
