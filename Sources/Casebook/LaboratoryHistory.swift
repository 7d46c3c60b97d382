// The laboratory's history out of one covering index: no run's body is read for it.
internal import Assay
internal import Foundation
internal import GRDB
public import Journal
public import Laboratory
internal import Rules

/// A run of the history, and the record that says so.
struct PlacedSummary {
    let sequence: Int64
    /// As the file says, whatever was corrected.
    let identity: RunIdentity
    var summary: RunSummary
}

extension RunSummary {
    /// What it says to later runs once persons have decided about it; nil where they have voided it.
    func adjusted(by adjustment: RunAdjustment, acceptBy: Int) -> RunSummary? {
        guard adjustment.voided == nil else { return nil }
        var summary = self
        summary.started = adjustment.started ?? started
        summary.isAccepted = adjustment.isAccepted(by: acceptBy)
        return summary
    }
}

extension Casebook {
    /// Every run that later ones are held against, oldest start first.
    /// - Parameter acceptBy: `laboratory.acceptBy`.
    public func laboratoryHistory(acceptBy: Int = 1) throws(JournalError) -> [RunSummary] {
        try remembering { memory, db in
            try Self.history(&memory, db, acceptBy: acceptBy).map(\.summary)
        }
    }

    /// The whole history as persons have decided it: without voided runs, corrected ones at their place.
    static func history(_ memory: inout CasebookMemory, _ db: Database, acceptBy: Int) throws -> [PlacedSummary] {
        let all = try summaries(&memory, db, "WHERE \(isRun) ORDER BY run_started, run_id", [:], atMost: .max)
        try memory.decisions.catchUp(db)
        if memory.decisions.isEmpty { return all }
        return all.compactMap { placed in
            var placed = placed
            let adjustment = memory.decisions.adjustment(of: placed.identity)
            guard let summary = placed.summary.adjusted(by: adjustment, acceptBy: acceptBy) else { return nil }
            placed.summary = summary
            return placed
        }.sorted { ($0.summary.started, $0.summary.run) < ($1.summary.started, $1.summary.run) }
    }

    /// The runs before and after one run, each at most `count`, oldest first; the run's own saves are in neither.
    static func neighbours(
        of run: RunSummary, atMost count: Int, acceptBy: Int, _ memory: inout CasebookMemory, _ db: Database
    ) throws -> (before: [PlacedSummary], after: [PlacedSummary]) {
        try memory.decisions.catchUp(db)
        if !memory.decisions.isEmpty {
            let all = try history(&memory, db, acceptBy: acceptBy).filter { $0.summary.run != run.run }
            let split = all.firstIndex { ($0.summary.started, $0.summary.run) > (run.started, run.run) } ?? all.count
            return (Array(all[..<split].suffix(count)), Array(all[split...].prefix(count)))
        }
        let arguments: StatementArguments = ["started": run.started, "run": run.run.text]
        let before = try summaries(
            &memory, db,
            "WHERE \(isRun) AND (run_started, run_id) < (:started, :run) ORDER BY run_started DESC, run_id DESC",
            arguments, atMost: count)
        let after = try summaries(
            &memory, db, "WHERE \(isRun) AND (run_started, run_id) > (:started, :run) ORDER BY run_started, run_id",
            arguments, atMost: count)
        return (before.reversed(), after)
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
            "SELECT run_started FROM record INDEXED BY record_history WHERE \(isRun) AND run_started < ? "
            + "AND run_started >= '\(earliestRunYear)' ORDER BY run_started DESC LIMIT 1"
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
    ) throws -> [PlacedSummary] {
        let sql =
            "SELECT sequence, run_id, run_serial, run_started, run_saved, run_conflict, run_summary FROM record "
            + "INDEXED BY record_history \(clauses)"
        let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
        var found: [PlacedSummary] = []
        var saves: [(known: KnownRun, summary: String?)] = []
        func settle() throws {
            let inForce = Self.inForce(saves.map(\.known))
            if let inForce, inForce.conflict == nil, let text = saves.first(where: { $0.known == inForce })?.summary {
                found.append(
                    PlacedSummary(
                        sequence: inForce.sequence, identity: inForce.identity,
                        summary: try memory.summary(inForce.sequence, text)))
            }
            saves = []
        }
        while found.count < count, let row = try rows.next() {
            let known = try KnownRun(
                sequence: row.decode(atIndex: 0),
                identity: .init(
                    id: RunID(row.decode(atIndex: 1) ?? ""), serial: row.decode(atIndex: 2),
                    started: row.decode(atIndex: 3)),
                saved: row.decode(atIndex: 4), content: "", conflict: row.decode(atIndex: 5))
            if let last = saves.last?.known.identity, last != known.identity { try settle() }
            saves.append((known, memory.knowsSummary(known.sequence) ? "" : try row.decode(atIndex: 6)))
        }
        if found.count < count { try settle() }
        return found
    }
}
