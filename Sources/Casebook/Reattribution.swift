// A corrected patients file: whose a journaled sample is, and when it was taken, is found anew. The old result stays; a
// new one names it.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Laboratory
internal import Rules

/// What a new configuration changed in the journal.
public struct Adopted: Hashable, Sendable {
    /// Sequence of the configuration's record.
    public let sequence: Int64
    /// Patients whose entry in the patients file is new or corrected.
    public let patients: [String]
    /// Results that were attributed anew.
    public let results: Int
    public let alerts: [AlertEvent]
    public let deliveriesOwed: Int
}

extension Casebook {
    /// The patients file as the newest configuration's record leaves it; empty before the first.
    static func knownPatients(_ db: Database) throws -> [String: PatientEntry] {
        var known: [String: PatientEntry] = [:]
        let bodies = try String.fetchAll(
            db, sql: "SELECT body FROM record INDEXED BY record_kind WHERE kind = 'configuration' ORDER BY sequence")
        for body in bodies {
            for change in try CanonicalJSON.value(ConfigurationBody.self, from: body).patients ?? [] {
                known[change.patient] = change.new
            }
        }
        return known
    }

    /// Attributes anew the results in force of every sample that is, or by its name may now be, of one of these
    /// patients.
    /// - Returns: how many results changed.
    static func reattribute(_ patients: Set<String>, context: JudgementContext, to appender: inout Appender) throws
        -> Int
    {
        var changed = 0
        for run in try runs(concerning: patients, naming: context.naming, appender.db) {
            changed += try reattribute(run, context: context, to: &appender) { sample, old in
                (sample.label.map { patients.contains($0.patient) } ?? false)
                    || (old.patient.map(patients.contains) ?? false)
            }.results
        }
        return changed
    }

    /// Run records in force that hold a result of these patients, or of a sample that is named for one of them and
    /// found no patient.
    private static func runs(concerning patients: Set<String>, naming: SampleNaming, _ db: Database) throws -> [Int64] {
        var runs: Set<Int64> = []
        for patient in patients {
            runs.formUnion(
                try Int64.fetchAll(
                    db,
                    sql:
                        "SELECT DISTINCT about FROM record INDEXED BY record_result WHERE kind = 'result' AND patient "
                        + "= ?",
                    arguments: [patient]))
        }
        var labels: [String: Bool] = [:]
        let unknown = try Row.fetchCursor(
            db,
            sql:
                "SELECT about, body->>'$.sample' AS sample FROM record INDEXED BY record_result WHERE kind = 'result' "
                + "AND patient IS NULL"
        )
        while let row = try unknown.next() {
            let name: String = try row.decode(forColumn: "sample")
            let isOurs = labels[name] ?? (naming.label(of: name).map { patients.contains($0.patient) } ?? false)
            labels[name] = isOurs
            if isOurs { runs.insert(try row.decode(forColumn: "about")) }
        }
        return try runs.sorted().filter { try isInForce($0, db) }
    }

    /// Weighs anew the runs whose values were withheld because they began after the date of then, which was wrong: the
    /// clock was behind. Nothing else would ever give such a value back.
    /// - Returns: the patients whose results that touched.
    static func weighPremature(context: JudgementContext, to appender: inout Appender) throws -> Set<String> {
        let sql = """
            SELECT sequence, run_started, time FROM record INDEXED BY record_runs
                WHERE kind IN ('run', 'amendment') AND substr(run_started, 1, 10) > substr(time, 1, 10) ORDER BY sequence
            """
        var patients: Set<String> = []
        for row in try Row.fetchAll(appender.db, sql: sql) {
            let started: String = try row.decode(forColumn: "run_started"),
                time: String = try row.decode(forColumn: "time")
            guard let began = CalendarDate(iso: started), began <= context.today,
                let then = Timestamp.date(time).flatMap(context.date(of:)), began > then,
                try isInForce(row.decode(forColumn: "sequence"), appender.db)
            else { continue }
            patients.formUnion(
                try reattribute(row.decode(forColumn: "sequence"), context: context, to: &appender) { _, _ in true }
                    .patients)
        }
        return patients
    }

    private static func isInForce(_ run: Int64, _ db: Database) throws -> Bool {
        let row = try Row.fetchOne(
            db, sql: "SELECT run_id, run_serial, run_started FROM record WHERE sequence = ?", arguments: [run])
        guard let row, let id: String = try row.decode(forColumn: "run_id") else { return false }
        let serial: String? = try row.decode(forColumn: "run_serial"),
            started: String? = try row.decode(forColumn: "run_started")
        return inForce(try runs(withID: RunID(id), db).filter { $0.serial == serial && $0.started == started })?
            .sequence
            == run
    }

    /// Attributes the results of one run record anew, and judges anew what the laboratory must hear of it.
    /// - Parameter touching: whether a sample, and its result as it stands, is concerned.
    static func reattribute(
        _ record: Int64, context: JudgementContext, to appender: inout Appender,
        touching: (SampleAnalysis, ResultBody) -> Bool
    ) throws -> (results: Int, patients: Set<String>) {
        let ground = try RunGround.read(record, appender.db)
        let results = try results(ofRun: record, appender.db)
        let adjustment = try appender.remembering { memory, db in try memory.adjustment(of: ground.identity, db) }
        let bare = ground.run(with: results.map { ground.sample($0.body, naming: context.naming) }).dated(
            by: adjustment)
        let verdict =
            try ground.conflict == nil
            ? HistoryPlace(of: bare, adjustment: adjustment, context: context, appender)?.verdict ?? LaboratoryVerdict()
            : LaboratoryVerdict()
        let run = bare.held(against: verdict)
        let attributions = attributions(
            of: run, context: context.forRules, verdict: verdict, adjustment: adjustment)
        var changed: [ResultBody] = []
        for ((sequence, old), (sample, attribution)) in zip(results, zip(run.samples, attributions)) {
            guard touching(sample, old) else { continue }
            var new = old
            new.patient = attribution.patient
            new.day = attribution.day
            new.withheld = ResultBody.withheld(ground.conflictSentence, attribution)
            guard (new.patient, new.day) != (old.patient, old.day) || new.withheld != old.withheld else { continue }
            new.amends = sequence
            try appender.append(.result, about: record, new)
            changed += [old, new]
        }
        var findings = judgeRun(
            run, attributions, from: ground.file.path, context: context.forRules, adjustment: adjustment)
        if let conflict = try ground.conflict.map({ try RunGround.read($0, appender.db) }) {
            findings.append(identityConflictFinding(ground.identity, known: conflict.identity, path: ground.file.path))
        }
        let saves = try runs(withID: ground.identity.id, appender.db).filter { $0.identity == ground.identity }
        try appender.apply(
            reconcile(findings, with: try alerts(ofRuns: saves.map(\.sequence), appender.db)), about: record,
            context: context)
        return (changed.count / 2, Set(changed.compactMap(\.patient)))
    }

    /// The results of a run as they stood with a record, or now stand, in the order of their samples.
    static func results(ofRun record: Int64, upTo last: Int64 = .max, _ db: Database) throws
        -> [(sequence: Int64, body: ResultBody)]
    {
        var results: [(sequence: Int64, body: ResultBody)] = []
        var places: [Int64: Int] = [:]
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT sequence, body FROM record INDEXED BY record_about WHERE about = ? AND kind = 'result' AND "
                + "sequence <= ? ORDER BY sequence",
            arguments: [record, last])
        for row in rows {
            let sequence: Int64 = try row.decode(forColumn: "sequence")
            let body = try CanonicalJSON.value(ResultBody.self, from: row.decode(forColumn: "body"), keys: .asWritten)
            if let place = body.amends.flatMap({ places[$0] }) {
                results[place] = (sequence, body)
                places[sequence] = place
            } else {
                places[sequence] = results.count
                results.append((sequence, body))
            }
        }
        return results
    }
}
