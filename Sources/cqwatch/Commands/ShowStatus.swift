import Alerts
import ArgumentParser
import Casebook
import Configuration
import Foundation
import Journal
import Reporting
import Rules
import Service
import Text

/// `cqwatch status`.
struct ShowStatus: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Shows what is watched, how many runs are journaled, open alerts, deliveries owed and the journal's head.",
        discussion: """
            Ends with 0 where all is well, with 1 where something needs a person (no daemon runs, a folder cannot be \
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
        let zone: TimeZone
        do { (document, zone) = try ask() } catch let failure as CommandFailure {
            if plugin {
                // Damage is an answer, and the worst of all.
                let (word, code): (String, Int32) = failure.code == 1 ? ("CRITICAL", 2) : ("UNKNOWN", 3)
                try writeOutput("CQWATCH \(word) - \(terminalSafe(failure.sentence, max: 1000))")
                throw CommandFailure(code: code, sentence: failure.sentence)
            }
            // Damage is an answer; all else means that nothing could be asked.
            throw failure.code == 1 ? failure : .configuration(failure.sentence)
        }
        try writeOutput(
            plugin
                ? pluginText(document)
                : json.isOn
                    ? Reporting.json(document, indented: true)
                    : statusText(document, zone: zone, width: foldingWidth(), colour: showsColour()),
            terminator: json.isOn && !plugin ? "\n" : "")
        let code = plugin ? document.pluginExitCode : document.exitCode
        if code != 0 { throw ExitCode(code) }
    }

    private func ask() throws -> (StatusDocument, TimeZone) {
        let known = try config.known()
        let pulse = DaemonPulse(journal: known.configuration.journalPath)
        var document = try reading { () throws(JournalError) in try known.status(pulse) }
        let damage = try reading { () throws(JournalError) in try known.casebook.journal.verifyNewest()?.reason }
        let refused = try reading { () throws(JournalError) in
            try known.casebook.alerts(all: false).filter(\.finding.countsFiles).map {
                "\(alertHeadline($0.finding)) (\($0.id))"
            }
        }
        document.findWhatWantsAPerson(damage: damage, refused: refused)
        return (document, known.configuration.instrumentZone)
    }
}
