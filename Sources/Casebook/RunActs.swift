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
            let decision = try RunActCheck(on: run, by: person, context, appender).outcome(of: act)
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
}
