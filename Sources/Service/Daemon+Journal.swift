// What enters the journal, and the sentence the technician reads of it.
public import Alerts
internal import Assay
internal import Casebook
public import Configuration
internal import Delivery
internal import Files
public import Foundation
internal import Journal
internal import Log
internal import Monitoring
internal import Quantification
import Rules

extension Daemon {
    /// Each run is a transaction of its own. The file counts as seen with the last one: after a crash between two of
    /// them it is read again, and the journal knows what it has.
    func commit(_ runs: [RunAnalysis], _ source: SourceFile, _ stamp: FileStamp) throws(JournalError) {
        try refreshTables()
        hearClock(of: runs)
        let dna = configuration.samples.concentrations
        for (index, read) in runs.enumerated() {
            let run = read.beside(dna, settings: configuration.assay)
            let isLast = index == runs.count - 1
            let outcome = try casebook.commit(
                run, from: source, stamp: isLast ? stamp : .unknown, context: context, at: Date())
            if let stick = source.stick {
                try attend(.filed(stick: stick.name, outcome.committed == nil ? .known : .taken))
            }
            if let committed = outcome.committed {
                runsTaken += 1
                sweeper.hear(.recorded(patients: committed.patients))
                if committed.deliveriesOwed > 0 { deliverer?.poke() }
            }
            // Of a stick that comes again every run is known: their number is told once.
            if source.stick != nil, outcome.committed == nil { continue }
            logger.say(outcome.kind, RunSentence.of(run, in: source, outcome), outcome.fields(run, source))
        }
        if source.stick != nil { drop(source.sha256) }
    }

    /// Copies of what is journaled. None is left.
    func sight(_ sightings: inout [Sighting]) throws(JournalError) {
        if sightings.isEmpty { return }
        try casebook.sight(sightings, context: context, at: Date())
        for sighting in sightings {
            let source = sighting.file
            if let stick = source.stick {
                try attend(.filed(stick: stick.name, .known))
            } else {
                logger.say(.runKnown, RunSentence.ofKnown(source.path, sighting.record), [.file: [source.path]])
            }
        }
        sightings = []
    }

    /// Without a stamp the system refused the read: the record has one that no file has, so that a restart tries again.
    func record(_ path: BytePath, _ stamp: FileStamp?, _ sha256: String?, _ reason: String) throws(JournalError) {
        if let medium = monitor.medium(holding: path) {
            // Without a digest the stamp tells whether the same file failed before.
            try record(medium.journalPath(path), stamp ?? .unknown, sha256, reason, on: medium.stick)
        } else {
            try record(path.text, stamp ?? .unknown, sha256, reason, on: nil)
        }
    }

    /// An unreadable file was taken away: the laboratory's alert on it ends.
    func recordGone(_ path: BytePath) throws(JournalError) {
        guard let committed = try casebook.commitGone(path: path.text, context: context, at: Date()) else { return }
        sweeper.hear(.recorded())
        if committed.deliveriesOwed > 0 { deliverer?.poke() }
        logger.say(.fileGone, "\(path.text), which could not be read, has been taken away.", [.file: [path.text]])
    }

    /// - Parameter path: as the journal calls it.
    func record(_ path: String, _ stamp: FileStamp, _ sha256: String?, _ reason: String, on stick: Stick?)
        throws(JournalError)
    {
        let outcome = try casebook.commitUnreadable(
            path: path, stamp: stamp, sha256: sha256, reason: reason, stick: stick, context: context, at: Date())
        sweeper.hear(.recorded())
        if case .recorded(let committed) = outcome, committed.deliveriesOwed > 0 { deliverer?.poke() }
        logger.say(.fileUnreadable, RunSentence.ofUnreadable(path, reason, outcome), [.file: [path]])
        guard let stick else { return }
        try attend(.filed(stick: stick.name, .unreadable))
        if let sha256 { drop(sha256) }
    }

    /// What judging needs, as of now.
    var context: JudgementContext { judgementContext(configuration, programVersion: programVersion) }
}

extension CommitOutcome {
    fileprivate var kind: LogKind {
        switch self {
        case .conflict: .runConflict
        case .recorded(let committed) where committed.runQuality == .fail,
            .amended(let committed, _) where committed.runQuality == .fail:
            .runFailedQuality
        case .recorded: .runTaken
        case .amended: .runAmended
        case .known: .runKnown
        }
    }

    fileprivate func fields(_ run: RunAnalysis, _ source: SourceFile) -> [LogField: [String]] {
        let alerts = committed?.alerts.map(\.alert) ?? []
        return [
            .run: [run.identity.id.text], .file: [source.path], .alert: Set(alerts.map(\.id)).sorted().map(\.text),
            .patient: Set(alerts.compactMap(\.finding.patient)).sorted(),
        ]
    }
}

/// The configuration as judging sees it. Today is the date in the zone that the instrument tells time in.
public func judgementContext(_ configuration: Configuration, programVersion: String, at now: Date = Date())
    -> JudgementContext
{
    var context = JudgementContext(
        rules: configuration.rules, delivery: configuration.delivery, laboratory: configuration.laboratory,
        naming: configuration.samples.naming,
        patients: configuration.patients,
        targets: configuration.assay.targets.filter { $0.role == .target }.map(\.name),
        tablesTrusted: configuration.samples.tablesTrusted, today: .latest,
        timeZone: configuration.watch.timeZone.flatMap(TimeZone.init(identifier:)) ?? .current,
        configurationDigest: configuration.digest, programVersion: programVersion)
    // Where this machine's clock shows a year that no calendar of ours knows, no run counts as lying in the future.
    if let today = context.date(of: now) { context.today = today }
    return context
}
