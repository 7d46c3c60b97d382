import ArgumentParser
import Configuration
import Foundation
import Journal
import Monitoring
import Reporting
import Service

/// `cqwatch status`.
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is watched, how many runs were taken, open alerts, deliveries owed and the journal's head.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let configuration = try config.load()
        let journal = try config.journal(configuration)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = configuration.instrumentZone
        let dayStart = calendar.startOfDay(for: Date())
        let known = try reading { () throws(JournalError) in try journal.status(dayStart: dayStart) }
        let pulse = DaemonPulse(journal: configuration.journalPath)
        let document = StatusDocument(
            running: pulse.isRunning,
            watch: configuration.watch.directories.map {
                StatusDocument.Folder(path: $0.path, lastScan: pulse.lastScan.map(utcText), problem: problem($0.path))
            },
            runs: .init(total: known.runs, today: known.runsToday), alerts: .init(open: known.alertsOpen),
            outbox: .init(owed: known.deliveriesOwed, failed: known.deliveriesFailed),
            journal: .init(records: Int(known.records), head: known.head.digest))
        try writeOutput(json.isOn ? Reporting.json(document, indented: true) : statusText(document, colour: showsColour()), terminator: json.isOn ? "\n" : "")
    }

    private func problem(_ path: String) -> String? {
        FileManager.default.isReadableFile(atPath: path) ? nil : "cannot be read"
    }
}
