import Alerts
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

/// What the centre shows of persons.
struct CentrePersons {
    let files: CentreFiles
    let store: CentralStore
    let config: ConfigurationOption
    private let status: [String: SiteStatus]

    init(
        _ files: CentreFiles, _ store: CentralStore, _ config: ConfigurationOption, _ sites: some Sequence<SiteStatus>
    ) {
        self.files = files
        self.store = store
        self.config = config
        status = Dictionary(sites.map { ($0.site, $0) }) { $1 }
    }

    func document(_ subject: String) throws -> CentralPatientDocument {
        let course = try CentreJudge(files, store).course(subject)
        let context = judgementContext(files.configuration, programVersion: programVersion)
        let measurements = course.measurements
        let first = measurements.compactMap(\.recorded).min()
        let report = PatientReport(
            patient: course.patient,
            target: files.configuration.assay.targets.first { $0.role == .target }?.name ?? "",
            measurements: measurements,
            alerts: try own { casebook throws(JournalError) in
                try casebook.courses(of: [subject]).flatMap(\.alerts)
            }, rules: files.configuration.rules,
            today: context.today, firstRecord: first.flatMap(context.date))
        let codes = course.sites.map(\.code)
        return CentralPatientDocument(
            report, subject: subject, judged: course.isKnown,
            sources: course.sites.map { site in
                let own = status[site.code.site]
                return .init(
                    site.code, infusions: site.infusions, results: site.results.count, verified: own?.verified ?? 0,
                    missing: own?.missing ?? 0, damaged: site.damaged)
            }, measured: course.results.map { ElsewhereValue($0) },
            siteAlerts: try asking { try store.alerts(of: codes) })
    }

    /// Alerts that stand: the centre's own, then the sites'.
    func alerts(all: Bool) throws -> (own: [Alert], sites: [(site: String, alert: Alert)]) {
        (
            try own { casebook throws(JournalError) in try casebook.alerts(all: all) },
            try asking { try store.alerts(all: all) }
        )
    }

    /// Out of the centre's own journal; none before the first judgement made one.
    private func own(_ read: (Casebook) throws(JournalError) -> [Alert]) throws -> [Alert] {
        guard FileManager.default.fileExists(atPath: files.configuration.journalPath) else { return [] }
        let casebook = try config.casebook(files.configuration)
        return try reading { () throws(JournalError) in try read(casebook) }
    }
}
