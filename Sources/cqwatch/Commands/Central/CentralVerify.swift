import Alerts
import ArgumentParser
import Casebook
import Central
import CentralStore
import Configuration
import Foundation
import Journal
import Reporting
import Service
import Text

/// `cqwatch central verify`.
struct CentralVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Proves what the sites have shipped since the last time, and judges persons of several sites.",
        discussion: """
            Every digest is computed again; only proved records are shown. Then everyone whose values come from \
            several sites is judged over all of them, by the centre's own rules and patients file: the alerts are \
            records of the centre's own journal, and 'cqwatch deliver' tells them. Exit 0: intact. 1: a bad record is \
            named with its site.
            """)

    @OptionGroup var config: ConfigurationOption
    @OptionGroup var json: JSONFlag

    @Flag(help: "Prove every record anew, from the first on.")
    var all = false

    @Option(help: "Prove this site alone; may be given several times.")
    var site: [String] = []

    func run() async throws {
        let files = try CentreFiles(config)
        let store = try files.store()
        let sites = try asking {
            try store.verify(only: Set(site), anew: all) { showProgress("proving \($0)", done: Int($1), of: 0) }
        }
        let judged = try CentreJudge(files, store).judgeShared(program: programVersion)
        let document = CentralVerifyDocument(
            sites.map {
                .init(
                    site: $0.site, verified: $0.verified, records: $0.records, bad: $0.bad, fault: $0.fault,
                    unread: $0.unread)
            }, judged: judged.persons, alerts: judged.events.map(\.alert))
        try writeOutput(
            json.isOn ? Reporting.json(document, indented: true) : centralVerifyText(document),
            terminator: json.isOn ? "\n" : "")
        if let bad = sites.first(where: { $0.fault != nil }), let fault = bad.fault {
            let more = sites.count { $0.fault != nil } - 1
            throw CommandFailure.no(
                "site \(bad.site)" + (bad.bad.map { ", record \($0)" } ?? "") + ": \(fault)"
                    + (more > 0 ? "; and \(counted(more, "further site"))" : ""))
        }
    }
}

/// Judges at the centre what no site can judge alone.
struct CentreJudge {
    let files: CentreFiles
    let store: CentralStore

    init(_ files: CentreFiles, _ store: CentralStore) {
        self.files = files
        self.store = store
    }

    /// One person's course from all sites; nil with the reason where that cannot be said.
    func course(_ subject: String) throws -> PersonCourse {
        switch try asking({ try store.person(subject, codes: files.configuration.central.codes) }) {
        case .person(let codes):
            return PersonCourse(
                subject: subject, known: files.configuration.patients[subject],
                sites: try asking { try store.results(of: codes) })
        case .unknown:
            throw CommandFailure.no(
                "\(subject) is no subject and no site's code among the proved records ('cqwatch central verify' proves "
                    + "what came)")
        case .ambiguous(let codes):
            let named = codes.map { "\($0.site)/\($0.patient)" }.joined(separator: ", ")
            throw CommandFailure.no(
                "\(subject) may be several persons: \(named). Where they are one, say so for each: cqwatch central subject "
                    + "\(codes.first?.site ?? "SITE") \(codes.first?.patient ?? "CODE") SUBJECT; or ask for one of them "
                    + "by its site. Where all sites use the study's own numbers, set central.codes: study")
        }
    }

    /// - Returns: how many persons were judged, and what that told.
    func judgeShared(program: String) throws -> (persons: Int, events: [AlertEvent]) {
        let subjects = try asking { try store.shared(codes: files.configuration.central.codes) }
        guard !subjects.isEmpty else { return (0, []) }
        let context = judgementContext(files.configuration, programVersion: program)
        let fleet = try asking { try store.fleet(at: Date()) }
        let complete = Dictionary(fleet.sites.map { ($0.site, isComplete($0)) }) { $1 }
        var casebook: Casebook?
        var events: [AlertEvent] = []
        var judged = 0
        for subject in subjects {
            let course = try course(subject)
            for site in course.sites { try asking { try store.tell(site.code, course) } }
            guard course.isKnown, course.sites.count > 1 else { continue }
            let book =
                try casebook
                ?? reading { () throws(JournalError) in
                    Casebook(try Journal(path: files.configuration.journalPath, readOnly: false))
                }
            casebook = book
            events += try writing { () throws(JournalError) in
                try book.judgeSubject(
                    subject, course.measurements,
                    complete: course.sites.allSatisfy { complete[$0.code.site] ?? false }, context: context, at: Date())
            }
            judged += 1
        }
        if let casebook { try writing { () throws(JournalError) in try casebook.journal.close() } }
        return (judged, events)
    }

    /// Nothing of the site is missing that a rule on absent results would ask for.
    private func isComplete(_ site: SiteStatus) -> Bool {
        site.troubles(at: Date(), silentAfter: files.configuration.central.silentAfter).isEmpty && site.missing == 0
    }
}
