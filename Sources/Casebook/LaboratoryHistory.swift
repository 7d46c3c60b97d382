// The laboratory's history out of one covering index: no run's body is read for it.
internal import Assay
internal import Foundation
internal import GRDB
public import Journal
public import Laboratory

extension Casebook {
    /// Every run that later ones are held against, oldest start first.
    public func laboratoryHistory() throws(JournalError) -> [RunSummary] {
        try remembering { memory, db in
            try Self.summaries(&memory, db, "WHERE \(Self.isRun) ORDER BY run_started, run_id", [:], atMost: .max).map(
                \.summary)
        }
    }

    /// The runs before and after one run, each at most `count`, oldest first; the run's own saves are in neither.
    static func neighbours(
        of run: RunSummary, atMost count: Int, _ memory: inout CasebookMemory, _ db: Database
    ) throws -> (before: [RunSummary], after: [(sequence: Int64, summary: RunSummary)]) {
        let arguments: StatementArguments = ["started": run.started, "run": run.run]
        let before = try summaries(
            &memory, db,
            "WHERE \(isRun) AND (run_started, run_id) < (:started, :run) ORDER BY run_started DESC, run_id DESC",
            arguments, atMost: count)
        let after = try summaries(
            &memory, db, "WHERE \(isRun) AND (run_started, run_id) > (:started, :run) ORDER BY run_started, run_id",
            arguments, atMost: count)
        return (before.reversed().map(\.summary), after)
    }

    /// What the save in force among these says to later runs; nil where it says nothing.
    static func summary(ofSave known: KnownRun?, _ db: Database) throws -> RunSummary? {
        guard let known, known.conflict == nil else { return nil }
        let text = try String.fetchOne(
            db.cachedStatement(sql: "SELECT run_summary FROM record WHERE sequence = ?"), arguments: [known.sequence])
        return try text.map { try CanonicalJSON.value(RunSummary.self, from: $0, keys: .asWritten) }
    }

    /// Start of the newest run that does not lie in the future, as its file says; nil where there is none.
    static func newestStart(upTo today: String, _ db: Database) throws -> String? {
        let sql =
            "SELECT run_started FROM record INDEXED BY record_history WHERE \(isRun) AND run_started < ? ORDER BY "
            + "run_started DESC LIMIT 1"
        // "~" sorts after every time of that day.
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [today + "~"])
    }

    /// Runs looked at for a control: a laboratory without controls must not pay for every question.
    static let controlRunsMax = 1000

    /// Start of the newest run with a run control; nil where none of the newest runs holds one.
    static func newestControl(_ db: Database) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT run_started FROM
                    (SELECT run_started, run_summary FROM record INDEXED BY record_history WHERE \(isRun) ORDER BY run_started DESC, run_id DESC LIMIT ?)
                WHERE json_array_length(run_summary, '$.controls') > 0 LIMIT 1
                """, arguments: [controlRunsMax])
    }

    private static let isRun = "kind IN ('run', 'amendment')"

    /// Of each identity the save in force, where its identity contradicts no other and it says something.
    private static func summaries(
        _ memory: inout CasebookMemory, _ db: Database, _ clauses: String, _ arguments: StatementArguments,
        atMost count: Int
    ) throws -> [(sequence: Int64, summary: RunSummary)] {
        let sql =
            "SELECT sequence, run_id, run_serial, run_started, run_saved, run_conflict, run_summary FROM record "
            + "INDEXED BY record_history \(clauses)"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var found: [(sequence: Int64, summary: RunSummary)] = []
        var saves: [(known: KnownRun, summary: String?)] = []
        func settle() throws {
            let inForce = Self.inForce(saves.map(\.known))
            if let inForce, inForce.conflict == nil, let text = saves.first(where: { $0.known == inForce })?.summary {
                found.append((inForce.sequence, try memory.summary(inForce.sequence, text)))
            }
            saves = []
        }
        while found.count < count, let row = try rows.next() {
            let known = KnownRun(
                sequence: row["sequence"],
                identity: .init(id: row["run_id"] ?? "", serial: row["run_serial"], started: row["run_started"]),
                saved: row["run_saved"],
                content: "", conflict: row["run_conflict"])
            if let last = saves.last?.known.identity, last != known.identity { try settle() }
            saves.append((known, memory.knowsSummary(known.sequence) ? "" : row["run_summary"]))
        }
        if found.count < count { try settle() }
        return found
    }
}
