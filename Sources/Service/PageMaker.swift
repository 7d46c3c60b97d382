// Pages out of what is known: which page shows what, and what it links to.
public import Assay
public import Casebook
internal import Configuration
internal import Alerts
internal import Foundation
public import Journal
internal import Laboratory
public import Pages
internal import Quantification
public import Reporting
internal import Rules
public import Snapshots

public struct MadePage: Sendable {
    /// Of its file.
    public let name: String
    public let text: String
}

/// Makes pages that may link to one another: of everything that is known when it is made.
public struct PageMaker {
    private let known: Known
    /// The newest start first.
    public let runs: RunsDocument
    private let summaries: [PatientSummary]
    /// Codes of all patients, sorted.
    public var patients: [String] { summaries.map(\.code) }
    private let links: PageLinks
    private let programVersion: String

    public init(_ known: Known, programVersion: String) throws(JournalError) {
        self.known = known
        self.programVersion = programVersion
        runs = try known.runs()
        summaries = try known.everyPatient(alerts: .standing, PatientSummary.init)
        links = PageLinks(
            hasIndex: true, patients: Set(summaries.map(\.code)),
            runs: PageLinks.byID(
                runs.runs.map { ($0.id, PageName.run(id: $0.id, serial: $0.serial, started: $0.started)) }))
    }

    public func index(_ pulse: DaemonPulse, live: LiveFrame? = nil) throws(JournalError) -> MadePage {
        let overview = Overview(
            status: try known.status(pulse), runs: runs, files: try known.files(pulse), patients: summaries,
            alerts: AlertsDocument(try known.casebook.alerts(all: false)),
            asOf: localTime(Date(), in: known.configuration.instrumentZone))
        return MadePage(
            name: PageName.index,
            text: indexPage(overview, links: links, live: live, programVersion: programVersion))
    }

    /// Nil for a record that is no run's.
    public func run(_ record: Int64) throws(JournalError) -> MadePage? {
        try known.run(record).map { Self.page(of: $0, links: links, programVersion: programVersion) }
    }

    public func patient(_ code: String) throws(JournalError) -> MadePage {
        let course = try known.casebook.course(of: code)
        return Self.page(of: course, known, links: links, programVersion: programVersion)
    }

    /// - Parameter links: to what lies beside it.
    public static func page(
        of run: JournaledRun, links: PageLinks = PageLinks(), live: LiveFrame? = nil, programVersion: String
    ) -> MadePage {
        let document = RunDocument(
            file: run.path, sha256: run.sha256, analysis: run.analysis, attributions: run.attributions,
            decisions: run.decisions.map(RunDecisionDocument.init))
        return page(of: document, run.analysis, links: links, live: live, programVersion: programVersion)
    }

    public static func page(
        of document: RunDocument, _ analysis: RunAnalysis, links: PageLinks = PageLinks(), live: LiveFrame? = nil,
        programVersion: String
    ) -> MadePage {
        let identity = analysis.identity
        return MadePage(
            name: PageName.run(id: identity.id.text, serial: identity.serial, started: identity.started),
            text: runPage(
                document, curves: plateCurves(analysis.wells, analysis.curves).map(CurvesDocument.init),
                rules: qualityRuleDescriptions + laboratoryRuleDescriptions, links: links, live: live,
                thresholdShare: thresholdShare, programVersion: programVersion))
    }

    public static func page(
        of course: PatientCourse, _ known: Known, links: PageLinks = PageLinks(), live: LiveFrame? = nil,
        programVersion: String
    ) -> MadePage {
        let report = known.report(course)
        let text = patientPage(
            PatientDocument(report), thresholds: KineticsPlot(report).thresholds,
            acts: course.history.map(AlertActDocument.init), links: links, live: live, programVersion: programVersion)
        return MadePage(name: PageName.patient(course.code), text: text)
    }
}
