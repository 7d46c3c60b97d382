// What the journal has come to say since a record: whose pages are no longer true.
public import Assay
internal import GRDB
public import Journal

/// Runs and patients that records speak of.
public struct Changes: Hashable, Sendable {
    public var runs: Set<RunIdentity> = []
    public var patients: Set<String> = []
}

extension Casebook {
    /// Records looked at for changes; after more everything counts as changed.
    static let changesMax = 20_000

    /// Nil where too much has come since, or where the journal does not hold that record.
    public func changes(since head: Head) throws(JournalError) -> Changes? {
        try read { db in
            let digest = try String.fetchOne(
                db, sql: "SELECT digest FROM record WHERE sequence = ?", arguments: [head.sequence])
            guard digest == head.digest, head.sequence > 0,
                try Journal.head(db).sequence - head.sequence <= Self.changesMax
            else { return nil }
            var changes = Changes()
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT kind, sequence, about, patient FROM record
                    WHERE sequence > ? AND kind IN ('run', 'amendment', 'result', 'alert', 'person')
                    """, arguments: [head.sequence])
            var runs: Set<Int64> = []
            while let row = try rows.next() {
                let kind: String = try row.decode(forColumn: "kind")
                if let patient: String = try row.decode(forColumn: "patient") { changes.patients.insert(patient) }
                // A result that was attributed anew changes the page of a run that is long known.
                // So does a decision, which may change no result.
                if kind == "result" || kind == "person", let run: Int64 = try row.decode(forColumn: "about") {
                    runs.insert(run)
                }
                if kind == "run" || kind == "amendment" { runs.insert(try row.decode(forColumn: "sequence")) }
            }
            for run in runs {
                let row = try Row.fetchOne(
                    db.cachedStatement(sql: "SELECT run_id, run_serial, run_started FROM record WHERE sequence = ?"),
                    arguments: [run])
                guard let row, let id: String = try row.decode(forColumn: "run_id") else { continue }
                changes.runs.insert(
                    try RunIdentity(
                        id: RunID(id), serial: row.decode(forColumn: "run_serial"),
                        started: row.decode(forColumn: "run_started")))
            }
            return changes
        }
    }
}
