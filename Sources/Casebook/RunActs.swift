// What persons decide about a run: its start, whether it is used, whether a failure may stand, whose a sample is. Each
// decision is a record that names who, as whom and why; results and alerts follow in the same transaction, as with an
// amendment.
public import Assay
public import Foundation
internal import GRDB
public import Journal
public import Alerts
internal import Laboratory
internal import Rules
public import Snapshots

extension RunAct {
    /// What its record calls it.
    var name: String {
        switch self {
        case .correct: "run corrected"
        case .void: "run voided"
        case .accept: "run accepted"
        case .reattribute: "run reattributed"
        case .undo: "run undone"
        }
    }
}

/// What a decision changed.
public struct RunActed: Hashable, Sendable {
    /// Sequence of the decision's record.
    public let record: Int64
    /// What was decided, as a sentence.
    public let sentence: String
    /// Patients whose results changed.
    public let patients: [String]
    public let alerts: [AlertEvent]
    public let deliveriesOwed: Int
}

extension Casebook {
    /// Journals a decision on a run, attributes its samples anew, weighs the later runs that it changes the history of,
    /// and judges the patients whose results that touched.
    /// - Throws: `.refused` with a sentence where the decision makes no sense; nothing is added then.
    public func act(_ act: RunAct, onRun id: RunID, by person: Person, context: JudgementContext, at now: Date)
        throws(JournalError) -> RunActed
    {
        try perform(act, by: person, context, at: now) { db in try Self.decidable(id, db) }
    }

    /// Journals a decision on the run of this record: an id may be that of two runs.
    public func act(
        _ act: RunAct, onRunOfRecord record: Int64, by person: Person, context: JudgementContext, at now: Date
    ) throws(JournalError) -> RunActed {
        try perform(act, by: person, context, at: now) { db in try Self.decidable(ofRecord: record, db) }
    }

    private func perform(
        _ act: RunAct, by person: Person, _ context: JudgementContext, at now: Date,
        onRun chosen: (Database) throws -> KnownRun
    ) throws(JournalError) -> RunActed {
        try write(at: now) { appender in
            try Self.refuseTwice(person, appender)
            if person.name.allSatisfy(\.isWhitespace) { throw JournalError.refused("Name the person who acts (--by).") }
            if person.note.allSatisfy(\.isWhitespace) { throw JournalError.refused("Give the reason (--note).") }
            let run = try chosen(appender.db)
            let id = run.identity.id
            let ground = try RunGround.read(run.sequence, appender.db)
            let decision = try Self.decision(act, on: ground, run, by: person, context, appender)
            let before = try appender.remembering { memory, db in
                try Self.history(&memory, db, acceptBy: context.laboratory.acceptBy)
            }
            let record = try appender.append(
                .person, about: run.sequence,
                PersonBody(
                    act: act.name, on: id.text, by: person.name, user: person.user, note: person.note, until: nil,
                    form: person.form,
                    programVersion: context.programVersion, run: decision.body))
            let after = try appender.remembering { memory, db in
                try Self.history(&memory, db, acceptBy: context.laboratory.acceptBy)
            }
            var patients = try Self.reattribute(run.sequence, context: context, to: &appender) { _, _ in true }.patients
            let later = changedLater(before, after, run: run.identity.id, settings: context.laboratory)
            patients.formUnion(try Self.weighLater(runs: later, context: context, to: &appender))
            for patient in patients.sorted() {
                try Self.rejudge(patient, about: record, context: context, to: &appender)
            }
            return RunActed(
                record: record, sentence: decision.sentence, patients: patients.sorted(), alerts: appender.events,
                deliveriesOwed: appender.owed)
        }
    }

    /// The save in force of the run that an id means.
    private static func decidable(_ id: RunID, _ db: Database) throws -> KnownRun {
        let known = try runs(withID: id, db)
        let genuine = known.filter { $0.conflict == nil }
        guard let identity = (genuine.first ?? known.first)?.identity,
            let run = inForce(known.filter { $0.identity == identity })
        else { throw JournalError.refused("The journal holds no run \(id); 'cqwatch runs' lists them.") }
        return run
    }

    /// The save in force of the run that a record is one of.
    private static func decidable(ofRecord record: Int64, _ db: Database) throws -> KnownRun {
        let sql = "SELECT run_id FROM record WHERE sequence = ? AND kind IN ('run', 'amendment')"
        guard let id = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [record]) else {
            throw JournalError.refused("Record \(record) is no run's; 'cqwatch runs' lists them.")
        }
        let known = try runs(withID: RunID(id), db)
        guard let identity = known.first(where: { $0.sequence == record })?.identity,
            let run = inForce(known.filter { $0.identity == identity })
        else { throw JournalError.refused("Record \(record) is no run's; 'cqwatch runs' lists them.") }
        return run
    }

    /// What is to be journaled, once it is clear that it makes sense.
    private static func decision(
        _ act: RunAct, on ground: RunGround, _ run: KnownRun, by person: Person, _ context: JudgementContext,
        _ appender: Appender
    ) throws -> (body: RunActBody, sentence: String) {
        let (entries, adjustment) = try appender.remembering { memory, db in
            try memory.decisions.catchUp(db)
            return (memory.decisions.live(on: run.identity), memory.decisions.adjustment(of: run.identity))
        }
        var body = RunActBody(run: run.identity)
        func onPlate(_ sample: String) throws -> String {
            let names = try results(ofRun: run.sequence, appender.db).map(\.body.sample)
            guard let name = names.first(where: { AssaySettings.folded($0) == AssaySettings.folded(sample) }) else {
                throw JournalError.refused("The run \(run.identity.id) holds no sample \(sample).")
            }
            return name
        }
        switch act {
        case .correct(let text):
            let started = try correctedStart(text)
            guard let day = CalendarDate(iso: started), day <= context.today, day.year >= earliestRunYear else {
                throw JournalError.refused(
                    "A run begins between \(earliestRunYear) and today, \(context.today.iso); \(started) does not.")
            }
            body.started = started
            return (
                body,
                "The run \(run.identity.id) began \(started), not \(run.started ?? "at a time that nobody knows")."
            )
        case .void:
            if adjustment.voided != nil {
                throw JournalError.refused("The run \(run.identity.id) is voided already.")
            }
            return (body, "The run \(run.identity.id) is voided: it is never used.")
        case .accept(let samples):
            body.samples = try samples.map({ try onPlate($0) })
            let held = try heldRun(run.sequence, adjustment, context, appender)
            if let critical = held.critical.first {
                throw JournalError.refused(
                    "\(critical.rule) cannot be overruled: \(critical.detail) Without it there is no value to accept.")
            }
            guard !samples.isEmpty || held.quality.contains(where: { $0.status == .fail }) else {
                throw JournalError.refused(
                    "The run \(run.identity.id) did not fail its quality control; name the samples to accept (--sample)."
                )
            }
            let scope = Set((body.samples ?? []).map { AssaySettings.folded($0) })
            let same = adjustment.acceptances.filter { Set($0.samples.map { AssaySettings.folded($0) }) == scope }
            if same.contains(where: { AssaySettings.folded($0.by) == AssaySettings.folded(person.name) }) {
                throw JournalError.refused(
                    "\(person.name) has accepted it already"
                        + (same.count < context.laboratory.acceptBy ? "; a second person must." : "."))
            }
            let what = scope.isEmpty ? "The run \(run.identity.id)" : (body.samples ?? []).joined(separator: ", ")
            let missing = context.laboratory.acceptBy - same.count - 1
            return (
                body,
                missing > 0
                    ? "\(what): accepted by one person; it holds once another one accepts it too."
                    : "\(what): the failed quality control is accepted."
            )
        case .reattribute(let sample, let code, let day):
            let sample = try onPlate(sample)
            guard let patient = context.patients[code] else {
                throw JournalError.refused("Patient \(code) is not in the patients file.")
            }
            guard patient.infusion != nil else {
                throw JournalError.refused("Patient \(code) has no infusion date in the patients file.")
            }
            guard abs(day) <= SampleNaming.dayMax else {
                throw JournalError.refused("Day \(day) is no sampling day.")
            }
            (body.samples, body.patient, body.day) = ([sample], code, day)
            return (body, "The sample \(sample) of the run \(run.identity.id) is \(code)'s, day \(day).")
        case .undo(let decision):
            guard let last = entries.last else {
                throw JournalError.refused("Nothing was decided about the run \(run.identity.id) that could be undone.")
            }
            guard decision == nil || decision == last.sequence else {
                throw JournalError.refused(
                    "The newest decision about the run is now that of record \(last.sequence) (\(last.act), by \(last.by))."
                )
            }
            body.undoes = last.sequence
            return (body, "The decision of record \(last.sequence) (\(last.act), by \(last.by)) is taken back.")
        }
    }

    /// A journaled run with what its history now says of it.
    private static func heldRun(
        _ record: Int64, _ adjustment: RunAdjustment, _ context: JudgementContext, _ appender: Appender
    ) throws -> RunAnalysis {
        let ground = try RunGround.read(record, appender.db)
        let samples = try results(ofRun: record, appender.db).map { ground.sample($0.body, naming: context.naming) }
        let bare = ground.run(with: samples).dated(by: adjustment)
        let verdict =
            try ground.conflict == nil
            ? HistoryPlace(of: bare, adjustment: adjustment, context: context, appender)?.verdict : nil
        return bare.held(against: verdict ?? LaboratoryVerdict())
    }
}

/// "2026-05-14T09:30:00" as runs state their start, of what a person writes; refused with the reason.
private func correctedStart(_ text: String) throws -> String {
    let moment = WrittenMoment(text)
    switch moment?.date ?? .none {
    case .date(let day): return "\(day.iso)T\(moment?.clock?.iso ?? "00:00:00")"
    case .ambiguous(let a, let b):
        throw JournalError.refused("'\(text)' may mean \(a.iso) or \(b.iso); write the year first.")
    case .none:
        throw JournalError.refused(
            "'\(text)' is no start of a run; write 2026-05-14 or 2026-05-14T09:30, in the laboratory's time.")
    }
}
