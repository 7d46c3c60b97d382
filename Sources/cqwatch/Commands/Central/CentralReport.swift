import ArgumentParser
import Central
import CentralStore
import Configuration
import Foundation
import Pages
import Reporting
import Service

/// `cqwatch central report`: the centre's pages.
struct CentralReport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes web pages of all sites and of the persons of several sites.",
        discussion: """
            index.html shows the sites, what is wrong with them, their run controls and all open alerts; beside it \
            lies a page of each person who is measured at several sites, and of each --patient. Pages load nothing \
            from anywhere and are readable by their owner and group alone. Their names are written to standard output.
            """)

    @Option(name: .customLong("patient"), help: "A subject of the study, too. May be given several times.")
    var patients: [String] = []

    @Option(help: "The folder that the pages are written into; made if missing.", completion: .directory)
    var output = "."

    @OptionGroup var config: ConfigurationOption

    func run() async throws {
        let folder = try OutputFolder(output)
        let files = try CentreFiles(config)
        let store = try files.store()
        let now = Date()
        let fleet = try asking { try store.fleet(at: now) }
        let persons = CentrePersons(files, store, config, fleet.sites)
        let shared = try asking { try store.shared(codes: files.configuration.central.codes) }
        let subjects = Set(shared + patients).sorted()
        let links = PageLinks(hasIndex: true, patients: Set(subjects))
        for (index, subject) in subjects.enumerated() {
            showProgress("pages", done: index, of: subjects.count)
            let person = try persons.document(subject)
            let text = centralPatientPage(
                person, thresholds: KineticsPlot(person.report).thresholds, links: links,
                programVersion: programVersion)
            try folder.write(text, as: PageName.patient(subject))
        }
        let alerts = try persons.alerts(all: false)
        let document = FleetDocument(fleet, at: now, silentAfter: files.configuration.central.silentAfter)
        let entries =
            alerts.own.map { CentralAlertsDocument.Entry(site: nil, $0) }
            + alerts.sites.map { CentralAlertsDocument.Entry(site: $0.site, $0.alert) }
        let text = fleetPage(
            document, alerts: CentralAlertsDocument(entries),
            subjects: subjects, links: links, asOf: utcText(now), programVersion: programVersion)
        try folder.write(text, as: PageName.index)
    }
}
