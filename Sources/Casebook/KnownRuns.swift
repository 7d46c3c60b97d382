// Which runs the journal knows, by source and by identity, from the indexes alone.
internal import Assay
public import Alerts
internal import Files
public import Foundation
internal import GRDB
public import Journal
internal import Rules

/// The heading of a journaled run or amendment.
struct KnownRun: Hashable {
    let sequence: Int64
    let identity: RunIdentity
    let saved: String?
    let content: String
    /// Record of the run whose id this one contradicts.
    let conflict: Int64?

    var serial: String? { identity.serial }
    var started: String? { identity.started }

    /// A file of the same identity adds nothing to this record: it says the same, and either this record is in force or
    /// the file is no later than the one that is.
    func says(_ content: String, savedAt saved: String?, inForce: KnownRun?) -> Bool {
        self.content == content && (self == inForce || !isLaterSave(saved, than: inForce?.saved))
    }
}

extension Casebook {
    /// The first record of this run made from these bytes: one file may hold several runs.
    static func run(_ id: RunID, withSource sha256: String, _ db: Database) throws -> Int64? {
        let sql =
            "SELECT sequence FROM record INDEXED BY record_source WHERE kind IN ('run', 'amendment') AND source = ? "
            + "AND run_id = ? ORDER BY sequence LIMIT 1"
        return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [sha256, id.text])
    }

    /// A record of the run or runs that these very bytes hold, where all of them are journaled; nil where they must be
    /// looked at. The last run's record alone states the file's stamp: after a crash between two runs of a file none
    /// does.
    public func record(ofWhole sha256: String) throws(JournalError) -> Int64? {
        try read { db in
            let sql =
                "SELECT sequence FROM record INDEXED BY record_source WHERE kind IN ('run', 'amendment') AND source = "
                + "? ORDER BY sequence DESC"
            return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [sha256]).first { sequence in
                try Seen.statement(of: sequence, db).map { $0.1 != .unknown } ?? false
            }
        }
    }

    /// Notes files whose bytes records were made from: nothing else is added.
    public func sight(_ sightings: [Sighting], context: JudgementContext, at now: Date) throws(JournalError) {
        try write(at: now) { appender in
            for sighting in sightings {
                try Self.sight(
                    FileBody(sighting.file, sighting.stamp), as: sighting.record, context: context, to: &appender)
            }
        }
    }

    /// Every record of a run id, oldest first.
    static func runs(withID id: RunID, _ db: Database) throws -> [KnownRun] {
        let sql = """
            SELECT sequence, run_serial, run_started, run_saved, run_content, run_conflict FROM record INDEXED BY record_run
            WHERE kind IN ('run', 'amendment') AND run_id = ? ORDER BY sequence
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [id.text]).map { row in
            try KnownRun(
                sequence: row.decode(forColumn: "sequence"),
                identity: RunIdentity(
                    id: id, serial: row.decode(forColumn: "run_serial"), started: row.decode(forColumn: "run_started")),
                saved: row.decode(forColumn: "run_saved"), content: row.decode(forColumn: "run_content") ?? "",
                conflict: row.decode(forColumn: "run_conflict"))
        }
    }

    /// Of every run's record whether it is, of all saves of that run, the one in force.
    static func savesInForce(_ db: Database) throws -> [Int64: Bool] {
        let sql = """
            SELECT sequence, run_id, run_serial, run_started, run_saved FROM record INDEXED BY record_run
            WHERE kind IN ('run', 'amendment') ORDER BY run_id, run_serial, run_started
            """
        var weighed: [Int64: Bool] = [:]
        var saves: [KnownRun] = []
        func weigh() {
            let counted = inForce(saves.sorted { $0.sequence < $1.sequence })?.sequence
            for save in saves { weighed[save.sequence] = save.sequence == counted }
            saves = []
        }
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            let identity = try RunIdentity(
                id: RunID(row.decode(atIndex: 1) ?? ""), serial: row.decode(atIndex: 2), started: row.decode(atIndex: 3)
            )
            if let last = saves.last?.identity, last != identity { weigh() }
            saves.append(
                try KnownRun(
                    sequence: row.decode(atIndex: 0), identity: identity, saved: row.decode(atIndex: 4), content: "",
                    conflict: nil))
        }
        weigh()
        return weighed
    }

    /// Of the saves of one identity the latest; of equal ones the last that came.
    static func inForce(_ runs: [KnownRun]) -> KnownRun? {
        runs.reduce(nil) { best, next in
            guard let best else { return next }
            return isLaterSave(best.saved, than: next.saved) ? best : next
        }
    }

    /// Patients that have results in these runs.
    static func patients(ofRuns sequences: [Int64], _ db: Database) throws -> Set<String> {
        var patients: Set<String> = []
        for sequence in sequences {
            patients.formUnion(
                try String.fetchSet(
                    db,
                    sql:
                        "SELECT DISTINCT patient FROM record INDEXED BY record_about WHERE about = ? AND kind = "
                        + "'result' AND patient IS NOT NULL",
                    arguments: [sequence]))
        }
        return patients
    }
}
