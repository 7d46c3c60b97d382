import ArgumentParser
import Casebook
import Configuration
import Journal
import Reporting
import Service

/// `cqwatch status`.
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Shows what is watched, how many runs were taken, open alerts, deliveries owed and the journal's head.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let known = try config.known()
        let pulse = DaemonPulse(journal: known.configuration.journalPath)
        let document = try reading { () throws(JournalError) in try known.status(pulse) }
        try writeOutput(
            json.isOn
                ? Reporting.json(document, indented: true)
                : statusText(document, zone: known.configuration.instrumentZone, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }
}
