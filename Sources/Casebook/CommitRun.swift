// A run enters the journal: one transaction holds the run, its results, the alerts they raise and the deliveries owed.
public import Assay
public import Files
public import Foundation
internal import GRDB
public import Journal
public import Alerts
import Laboratory
import Rules

extension Casebook {
    /// Journals an analysed run and judges anew every patient it concerns, from all that the journal then holds.
    ///
    /// The same bytes, or the same identity with unchanged content, add nothing. Changed content becomes an amendment;
    /// of all saves of a run the latest is in force, whichever came first.
    public func commit(
        _ run: RunAnalysis, from file: SourceFile, stamp: FileStamp, context: JudgementContext, at now: Date
    )
        throws(JournalError) -> CommitOutcome
    {
        try write(at: now) { appender in
            if let sequence = try Self.run(run.identity.id, withSource: file.sha256, appender.db) {
                try Self.sight(FileBody(file, stamp), as: sequence, context: context, to: &appender)
                return .known(sequence: sequence)
            }
            let content = try RunContent(run).digest()
            let earlier = try Self.runs(withID: run.identity.id, appender.db)
            let same = earlier.filter { $0.serial == run.identity.serial && $0.started == run.identity.started }
            if let known = same.first(where: { $0.says(content, savedAt: run.saved, inForce: Self.inForce(same)) }) {
                try Self.sight(FileBody(file, stamp), as: known.sequence, context: context, to: &appender)
                return .known(sequence: known.sequence)
            }
            let contradicted =
                same.isEmpty ? earlier.first : same.first.flatMap { s in earlier.first { $0.sequence == s.conflict } }
            let entry = RunEntry(
                run: run, file: file, stamp: stamp, content: content, superseded: Self.inForce(same),
                contradicted: contradicted)
            let committed = try Self.append(entry, earlier: same, context: context, to: &appender)
            try Seen.note(file.path, stamp, as: committed.sequence, appender.db)
            if let contradicted { return .conflict(committed, with: contradicted.sequence) }
            if let superseded = entry.superseded { return .amended(committed, earlier: superseded.sequence) }
            return .recorded(committed)
        }
    }

    private static func append(
        _ entry: RunEntry, earlier: [KnownRun], context: JudgementContext, to appender: inout Appender
    ) throws -> Committed {
        let adjustment = try appender.remembering { memory, db in try memory.adjustment(of: entry.run.identity, db) }
        let place =
            try entry.contradicted == nil
            ? HistoryPlace(
                of: entry.run.dated(by: adjustment), adjustment: adjustment, context: context, appender) : nil
        let verdict = place?.verdict ?? LaboratoryVerdict()
        let run = entry.run.held(against: verdict)
        let kind: RecordKind = entry.superseded == nil ? .run : .amendment
        let told = try summary(ofSave: entry.superseded, appender.db)?.adjusted(
            by: adjustment, acceptBy: context.laboratory.acceptBy)
        let quiet = try newestStart(upTo: context.today.iso, appender.db)
        let sequence = try appender.append(
            kind, about: entry.superseded?.sequence,
            entry.body(run, place == nil ? nil : RunSummary(of: entry.run), context))
        let conflict = entry.contradicted.map { ResultBody.conflictSentence(with: $0.sequence) }
        let attributions = attributions(
            of: run.dated(by: adjustment), context: context.forRules, verdict: verdict, adjustment: adjustment)
        var patients = try patients(ofRuns: earlier.map(\.sequence), appender.db)
        var (patientResults, withheld) = (0, 0)
        for (sample, attribution) in zip(run.samples, attributions) {
            let body = ResultBody(sample, of: run, attribution: attribution, conflict: conflict)
            try appender.append(.result, about: sequence, body)
            if let patient = body.patient { patients.insert(patient) }
            guard attribution.patient != nil || attribution.toLaboratory else { continue }
            patientResults += 1
            withheld += body.withheld == nil ? 0 : 1
        }
        // What the laboratory hears is judged on the save in force: an older save that comes late changes nothing.
        let known = KnownRun(
            sequence: sequence, identity: run.identity, saved: run.saved, content: entry.content,
            conflict: entry.contradicted?.sequence)
        if inForce(earlier + [known])?.sequence == sequence {
            var findings = judgeRun(
                run.dated(by: adjustment), attributions, from: entry.file.path, context: context.forRules,
                adjustment: adjustment)
            if let other = entry.contradicted {
                findings.append(identityConflictFinding(run.identity, known: other.identity, path: entry.file.path))
            }
            let existing = try alerts(ofRuns: earlier.map(\.sequence), appender.db)
            try appender.apply(reconcile(findings, with: existing), about: sequence, context: context)
            patients.formUnion(try weighLater(runs: place?.later(than: told) ?? [], context: context, to: &appender))
        }
        try endSilence(since: quiet, with: run, about: sequence, context: context, to: &appender)
        try correctUnreadable(
            entry.file.path, because: "the file has since been read", about: sequence, context: context, to: &appender)
        for patient in patients.sorted() {
            try rejudge(patient, about: sequence, context: context, to: &appender)
        }
        return Committed(
            sequence: sequence, results: run.samples.count, patientResults: patientResults, withheld: withheld,
            quality: run.quality,
            alerts: appender.events, patients: patients, deliveriesOwed: appender.owed, head: appender.head)
    }
}

/// What is about to be appended for one file.
private struct RunEntry {
    let run: RunAnalysis
    let file: SourceFile
    let stamp: FileStamp
    let content: String
    let superseded: KnownRun?
    let contradicted: KnownRun?

    func body(_ run: RunAnalysis, _ summary: RunSummary?, _ context: JudgementContext) -> RunBody {
        RunBody(
            file: FileBody(file, stamp), format: run.format, identity: run.identity,
            instrument: run.instrument, software: run.software, saved: run.saved, cycles: run.cycles,
            targets: run.targets, wells: run.wells,
            quality: run.quality, incomplete: run.incomplete, curves: run.curves, summary: summary, content: content,
            conflict: contradicted?.sequence, programVersion: context.programVersion,
            configuration: context.configurationDigest)
    }
}
