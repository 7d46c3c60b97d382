// The runs that were taken, as a list shows them: from indexes and the heads of results, without any run's body.
public import Assay
public import Foundation
internal import GRDB
public import Journal
public import Snapshots

/// A run in a list: of several saves of one identity the one in force.
public struct ListedRun: Hashable, Sendable {
    /// Of its record.
    public let sequence: Int64
    public let recorded: Date?
    public let identity: RunIdentity
    public let saved: String?
    public let path: String
    public let sha256: String
    public let verdict: QualityFinding.Status
    /// Its id is that of another run.
    public let isInConflict: Bool
    /// Saves of it that were taken.
    public let saves: Int
    /// Study codes of the results that now stand, sorted.
    public let patients: [String]
    /// What persons decided about it, oldest first.
    public let decisions: [RunDecision]

    /// As the instrument wrote it, else when it was recorded: what lists are ordered by.
    fileprivate var when: String { identity.started ?? recorded.map(Timestamp.text) ?? "" }
}

extension Casebook {
    /// Every run in force, the newest start first.
    /// - Parameter acceptBy: `laboratory.acceptBy`.
    public func runs(acceptBy: Int = 1) throws(JournalError) -> [ListedRun] {
        try remembering { memory, db in
            try memory.decisions.catchUp(db)
            let patients = try Self.patientsOfRuns(db)
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT sequence, run_id, run_serial, run_started, run_saved, run_conflict, run_verdict, path, source, time
                    FROM record INDEXED BY record_runs WHERE kind IN ('run', 'amendment')
                    """)
            var saves: [RunIdentity: [ListedRun]] = [:]
            while let row = try rows.next() {
                let run = try ListedRun(row, patients) { memory.decisions.all(on: $0, acceptBy: acceptBy) }
                saves[run.identity, default: []].append(run)
            }
            return saves.values.compactMap(Self.inForce).sorted { ($0.when, $0.sequence) > ($1.when, $1.sequence) }
        }
    }

    private static func inForce(_ saves: [ListedRun]) -> ListedRun? {
        let known = saves.sorted { $0.sequence < $1.sequence }.map {
            KnownRun(sequence: $0.sequence, identity: $0.identity, saved: $0.saved, content: "", conflict: nil)
        }
        let sequence = inForce(known)?.sequence
        return saves.first { $0.sequence == sequence }.map { ListedRun($0, saves: saves.count) }
    }

    /// Of each run's record the patients of its results, of those that were attributed anew the last word.
    private static func patientsOfRuns(_ db: Database) throws -> [Int64: [String]] {
        var replaced: Set<Int64> = []
        let amending = try Int64.fetchCursor(
            db,
            sql: """
                SELECT body->>'$.amends' FROM record INDEXED BY record_result
                WHERE kind = 'result' AND instr(body, '"amends":')
                """)
        while let sequence = try amending.next() { replaced.insert(sequence) }
        var patients: [Int64: Set<String>] = [:]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sequence, about, patient FROM record INDEXED BY record_result
                WHERE kind = 'result' AND patient > ''
                """)
        while let row = try rows.next() {
            guard try !replaced.contains(row.decode(forColumn: "sequence")),
                let run: Int64 = try row.decode(forColumn: "about")
            else { continue }
            patients[run, default: []].insert(try row.decode(forColumn: "patient"))
        }
        return patients.mapValues { $0.sorted() }
    }
}

extension ListedRun {
    fileprivate init(_ row: Row, _ patients: [Int64: [String]], _ decisions: (RunIdentity) -> [RunDecision]) throws {
        sequence = try row.decode(forColumn: "sequence")
        recorded = try Timestamp.date(row.decode(forColumn: "time"))
        identity = try RunIdentity(
            id: RunID(row.decode(forColumn: "run_id") ?? ""), serial: row.decode(forColumn: "run_serial"),
            started: row.decode(forColumn: "run_started"))
        saved = try row.decode(forColumn: "run_saved")
        path = try row.decode(forColumn: "path") ?? ""
        sha256 = try row.decode(forColumn: "source") ?? ""
        verdict = try QualityFinding.Status(rawValue: row.decode(forColumn: "run_verdict") ?? "") ?? .fail
        isInConflict = try row.decode(forColumn: "run_conflict") as Int64? != nil
        saves = 1
        self.patients = patients[sequence] ?? []
        self.decisions = decisions(identity)
    }

    fileprivate init(_ run: ListedRun, saves: Int) {
        (sequence, recorded, identity, saved) = (run.sequence, run.recorded, run.identity, run.saved)
        (path, sha256, verdict, isInConflict) = (run.path, run.sha256, run.verdict, run.isInConflict)
        (self.saves, patients, decisions) = (saves, run.patients, run.decisions)
    }
}
