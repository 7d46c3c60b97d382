import ArgumentParser
import Casebook
import Journal
import Reporting

/// `cqwatch alerts`: what stands open.
struct Alerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists alerts, the open ones unless --all.",
        discussion: "All alerts are advisory. An alert's id says nothing of the patient.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @Flag(help: "List those that are no longer open too.")
    var all = false

    func run() async throws {
        let casebook = try config.casebook(config.load())
        let alerts = try reading { () throws(JournalError) in try casebook.alerts(all: all) }
        try writeOutput(
            json.isOn
                ? Reporting.json(AlertsDocument(alerts), indented: true) : alertsText(alerts, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }
}
