// What configuration, journal and daemon together know, as documents: for commands that show it and for pages.
internal import Alerts
internal import Assay
public import Casebook
public import Configuration
internal import Files
internal import Foundation
public import Journal
internal import Laboratory
public import Reporting
internal import Monitoring
internal import Rules
public import Snapshots
internal import USB

public struct Known: Sendable {
    public let configuration: Configuration
    public let casebook: Casebook
    private let context: JudgementContext

    /// Refused files that are listed.
    public static let refusedMax = 1000

    public init(_ configuration: Configuration, _ casebook: Casebook, programVersion: String) {
        self.configuration = configuration
        self.casebook = casebook
        context = judgementContext(configuration, programVersion: programVersion)
    }

    /// Everyone in patients.csv, and whoever else has results, by code: what `body` makes of each, all at one moment.
    /// - Parameter alerts: which of them the reports hold.
    public func everyPatient<Made>(alerts: AlertScope = .all, _ body: (PatientReport) -> Made)
        throws(JournalError) -> [Made]
    {
        try casebook.everyCourse(besides: configuration.patients.keys, of: target, alerts: alerts) { body(report($0)) }
    }

    private var target: String { configuration.assay.targets.first { $0.role == .target }?.name ?? "" }

    public func report(_ course: PatientCourse) -> PatientReport {
        PatientReport(course, target: target, context: context)
    }

    /// Every run in force, the newest start first.
    public func runs() throws(JournalError) -> RunsDocument {
        let alerts = Dictionary(
            grouping: try casebook.alerts(all: true).filter { $0.state != .corrected && $0.finding.run != nil },
            by: { $0.finding.run ?? "" })
        return RunsDocument(
            runs: try casebook.runs(acceptBy: configuration.laboratory.acceptBy).map { run in
                .init(
                    record: run.sequence, identity: run.identity, saved: run.saved,
                    recorded: run.recorded.map(utcText), file: run.path, sha256: run.sha256, qc: run.verdict,
                    conflict: run.isInConflict, saves: run.saves, patients: run.patients,
                    alerts: (alerts[run.identity.id] ?? []).map(\.id.text),
                    decisions: run.decisions.map(RunDecisionDocument.init))
            })
    }

    public func run(_ record: Int64) throws(JournalError) -> JournaledRun? {
        try casebook.run(
            record, naming: configuration.samples.naming, acceptBy: configuration.laboratory.acceptBy)
    }

    /// What lies in the watched folders and is no journaled run.
    public func files(_ pulse: DaemonPulse) throws(JournalError) -> FilesDocument {
        let under = pulse.isRunning ? pulse.files : []
        let known = Set(under.map(\.path))
        let refused = try casebook.refusedFiles(max: Self.refusedMax).filter { !known.contains($0.path) }
        return FilesDocument(
            running: pulse.isRunning,
            files: under.map {
                .init(
                    path: $0.path, state: $0.state, reason: $0.reason, since: $0.since.map(utcText),
                    holdsBack: $0.holdsBack)
            }
                + refused.map {
                    .init(
                        path: $0.path, state: "refused", reason: $0.reason, since: $0.since.map(utcText),
                        holdsBack: false)
                },
            more: pulse.isRunning ? max(0, pulse.filesCount - under.count) : 0)
    }

    public func status(_ pulse: DaemonPulse) throws(JournalError) -> StatusDocument {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = configuration.instrumentZone
        let known = try casebook.status(dayStart: calendar.startOfDay(for: Date()))
        var document = StatusDocument(
            running: pulse.isRunning,
            watch: configuration.watch.directories.map { Self.folder($0.path, pulse) },
            runs: .init(total: known.runs, today: known.runsToday), alerts: .init(open: known.alertsOpen),
            outbox: .init(owed: known.deliveriesOwed, failed: known.deliveriesFailed),
            journal: .init(records: Int(known.records), head: known.head.digest))
        if pulse.isRunning {
            document.heldBack = pulse.heldBack
            document.pagesProblem = pulse.pagesProblem
            document.media = try casebook.presentDevices().map(Self.medium)
        }
        return document
    }

    private static func medium(_ present: PresentDevice) -> StatusDocument.Medium {
        StatusDocument.Medium(
            label: present.stick?.label, uuid: present.stick?.uuid,
            serial: present.stick?.serial ?? present.device?.serial,
            device: present.stick?.node, state: present.state.rawValue,
            reason: present.state == .refused ? present.reason : nil,
            runs: present.files?.taken)
    }

    /// The daemon knows best; where none runs, or it has not been told of the folder yet, we look ourselves.
    private static func folder(_ path: String, _ pulse: DaemonPulse) -> StatusDocument.Folder {
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
