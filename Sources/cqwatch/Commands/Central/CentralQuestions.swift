import Alerts
import ArgumentParser
import Assay
import Casebook
import Central
import CentralStore
import Configuration
import Foundation
import Journal
import Reporting
import Rules
import Service
import Snapshots
import Text

/// `cqwatch central fleet`.
struct CentralFleet: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Lists the sites: last contact, what is proved, runs and failures, controls that drift.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let files = try CentreFiles(config)
        let store = try files.store()
        let now = Date()
        let fleet = try asking { try store.fleet(at: now) }
        let silent = files.configuration.central.silentAfter
        try writeOutput(
            json.isOn
                ? Reporting.json(FleetDocument(fleet, at: now, silentAfter: silent), indented: true)
                : fleetText(fleet, at: now, silentAfter: silent, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }
}

/// `cqwatch central patient SUBJECT`.
struct CentralPatient: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patient",
        abstract: "Shows one person's values from all sites on one course.",
        discussion: """
            SUBJECT is the study's, or a site's code where one site alone has it, or SITE/CODE. A code that two sites \
            have is two persons until somebody says otherwise ('cqwatch central subject').
            """)

    @Argument(help: "The subject of the study.")
    var subject: String

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    func run() async throws {
        let files = try CentreFiles(config)
        let store = try files.store()
        let sites = try asking { try store.contacts().values }
        let document = try CentrePersons(files, store, config, sites).document(subject)
        try writeOutput(
            json.isOn
                ? Reporting.json(document, indented: true) : centralPatientText(document, colour: showsColour()),
            terminator: json.isOn ? "\n" : "")
    }
}

/// `cqwatch central alerts`.
struct CentralAlerts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alerts",
        abstract: "Lists the centre's own alerts and those of all sites, the open ones unless --all.",
        discussion: "All alerts are advisory. An alert's id counts the records of the journal that raised it.")

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @ArgumentParser.Flag(help: "List those that are no longer open too.")
    var all = false

    func run() async throws {
        let files = try CentreFiles(config)
        let store = try files.store()
        let (own, sites) = try CentrePersons(files, store, config, []).alerts(all: all)
        guard !json.isOn else {
            let entries =
                own.map { CentralAlertsDocument.Entry(site: nil, $0) }
                + sites.map { CentralAlertsDocument.Entry(site: $0.site, $0.alert) }
            return try writeOutput(Reporting.json(CentralAlertsDocument(entries), indented: true))
        }
        let colour = showsColour()
        try writeOutput("the centre's own:\n" + alertsText(own, colour: colour), terminator: "")
        for (site, alerts) in Dictionary(grouping: sites, by: \.site).sorted(by: { $0.key < $1.key }) {
            try writeOutput(
                "\n\(terminalSafe(site)):\n" + alertsText(alerts.map(\.alert), colour: colour), terminator: "")
        }
    }
}

/// `cqwatch central export`.
struct CentralExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes every proved record to standard output, site by site, one JSON object a line.",
        discussion: "A line is that of 'journal export', with the site before it.")

    @OptionGroup var config: ConfigurationOption

    @ArgumentParser.Flag(name: .customLong("json"), help: "JSON lines; there is no other form.")
    var json = false

    @Option(help: "Write this site alone; may be given several times.")
    var site: [String] = []

    func run() async throws {
        let files = try CentreFiles(config)
        let store = try files.store()
        try asking {
            try store.export(only: Set(site)) { site, line in
                try writeOutput("{\"site\":\(Reporting.json(site)),\(line.dropFirst())")
            }
        }
    }
}

/// `cqwatch central subject SITE CODE SUBJECT`.
struct CentralSubject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        abstract: "Says which subject of the study a site's code means; lists what was said where nothing is given.",
        discussion:
            "What was said before is kept, and the newest holds. An empty SUBJECT ('') takes it back. Run 'cqwatch "
            + "central verify' afterwards: it judges the person over all sites.")

    @Argument(help: "The site.")
    var site: String?

    @Argument(help: "Its patient's code.")
    var code: String?

    @Argument(help: "The study's subject.")
    var subject: String?

    @Option(help: "Who says so.")
    var by: String?

    @OptionGroup var config: ConfigurationOption

    func run() async throws {
        let store = try CentreFiles(config).store()
        guard let site else {
            for (code, subject) in try asking({ try store.mappings() }) {
                try writeOutput(terminalSafe("\(subject)  \(code.site)/\(code.patient)"))
            }
            return
        }
        guard let code, let subject, let by, !by.isEmpty else {
            throw CommandFailure.usage("give SITE, CODE, SUBJECT and --by NAME, or nothing for the list")
        }
        guard SiteName.isName(site), Patient.isCode(code), subject.isEmpty || Patient.isCode(subject) else {
            throw CommandFailure.usage(
                "codes and subjects are letters, digits and . _ -, 32 at most; sites small letters")
        }
        try asking { try store.map(SiteCode(site: site, patient: code), to: subject, by: by) }
    }
}
