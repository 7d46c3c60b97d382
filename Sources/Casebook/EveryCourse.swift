// Everybody's courses in one pass over one index: what a list shows of each result stands in it, so that no body is
// read and nothing is looked up patient by patient.
internal import Alerts
internal import Assay
internal import Foundation
internal import GRDB
public import Journal
internal import Rules
public import Snapshots

/// Which alerts a course holds.
public enum AlertScope: Sendable {
    /// Whatever their state, and what happened to them.
    case all
    /// Those that are not over, without what happened to them.
    case standing
}

extension Casebook {
    /// Everybody who has results, and these others, by code: what `body` makes of each. One course at a time is held in
    /// memory.
    /// - Parameter target: whose results are wanted, however its name is written; nil: of all.
    public func everyCourse<Made>(
        besides others: some Sequence<String> & Sendable, of target: String? = nil, alerts scope: AlertScope = .all,
        _ body: (PatientCourse) -> Made
    ) throws(JournalError) -> [Made] {
        let others = Set(others)
        return try read { db in
            let ground = try CourseGround(scope, db)
            var made: [(code: String, made: Made)] = []
            var left = others
            var reader = CourseReader(target)
            func end(_ results: CourseReader.Course) throws {
                left.remove(results.code)
                made.append((results.code, body(try ground.course(results, db))))
            }
            let rows = try Row.fetchCursor(db, sql: CourseReader.sql)
            while let row = try rows.next() {
                if let whole = try reader.add(row, ground, db) { try end(whole) }
            }
            if let last = reader.course { try end(last) }
            for code in left { try end(CourseReader.Course(code: code)) }
            return made.sorted { $0.code < $1.code }.map(\.made)
        }
    }
}

/// What is looked up once for all patients.
private struct CourseGround {
    /// Of every run's record whether it is, of all saves of that run, the one in force.
    let inForce: [Int64: Bool]
    /// Results that a later one replaces.
    let replaced: Set<Int64>
    private let namings: [String: Date]
    /// Nil where each patient's own are read, whatever their state.
    private let standing: [String: [Alert]]?

    init(_ scope: AlertScope, _ db: Database) throws {
        inForce = try Casebook.savesInForce(db)
        namings = try Casebook.firstNamings(db)
        replaced = Set(
            try Int64.fetchAll(
                db,
                sql: "SELECT result_amends FROM record INDEXED BY record_amends "
                    + "WHERE kind = 'result' AND result_amends IS NOT NULL"))
        standing =
            scope == .all
            ? nil : Dictionary(grouping: try Casebook.standing(db)) { $0.finding.patient ?? "" }
    }

    func course(_ results: CourseReader.Course, _ db: Database) throws -> PatientCourse {
        var memory = PatientMemory()
        if standing == nil { try memory.catchUpAlerts(results.code, db) }
        let first = [namings[results.code], Timestamp.date(results.firstTime)].compactMap(\.self).min()
        return PatientCourse(
            code: results.code, measurements: results.measurements,
            alerts: standing.map { $0[results.code] ?? [] } ?? memory.alerts, history: memory.history,
            firstRecord: first, hasResults: results.count > 0)
    }
}

/// Results as `record_course` has them, a patient after the other.
private struct CourseReader {
    struct Course {
        let code: String
        var measurements: [Rules.Measurement] = []
        var count = 0
        /// Time of the first record; texts of times sort as the times do.
        var firstTime = ""
    }

    static let sql = """
        SELECT patient, sequence, time, about, target, result_plain, result_day, result_run, result_saved,
            result_sample, result_copies, result_low, result_high, result_lloq, result_uloq, result_unit, result_below, result_above,
            result_flags, result_wells
        FROM record INDEXED BY record_course WHERE kind = 'result' AND patient IS NOT NULL ORDER BY patient, sequence
        """
    /// Different lists of flags or wells that are kept.
    private static let listsMax = 10_000

    private let target: String?
    private var isWanted: [String: Bool] = [:]
    private var flags: [String: [Flag]] = [:]
    private var wells: [String: [String]] = [:]
    private(set) var course: Course?

    init(_ target: String?) { self.target = target.map(AssaySettings.folded) }

    /// - Returns: the course before this row, where the row begins another.
    mutating func add(_ row: Row, _ ground: CourseGround, _ db: Database) throws -> Course? {
        let code: String = try row.decode(atIndex: 0)
        var whole: Course?
        if course?.code != code {
            whole = course
            course = Course(code: code)
        }
        let time: String = try row.decode(atIndex: 2), sequence: Int64 = try row.decode(atIndex: 1)
        let about: Int64 = try row.decode(atIndex: 3) ?? 0
        if course?.count == 0 || time < course?.firstTime ?? "" { course?.firstTime = time }
        course?.count += 1
        guard wants(try row.decode(atIndex: 4) ?? ""), ground.inForce[about] == true,
            !ground.replaced.contains(sequence)
        else {
            return whole
        }
        let measurement = try measurement(row, sequence: sequence, about: about, time: time, db)
        course?.measurements.append(measurement)
        return whole
    }

    private mutating func wants(_ name: String) -> Bool {
        guard let target else { return true }
        if let known = isWanted[name] { return known }
        let wanted = AssaySettings.folded(name) == target
        isWanted[name] = wanted
        return wanted
    }

    private mutating func measurement(_ row: Row, sequence: Int64, about: Int64, time: String, _ db: Database) throws
        -> Rules.Measurement
    {
        // What is withheld, in conflict or unlike what this program writes is rare, and its body says it.
        guard try row.decode(atIndex: 5) ?? false, let run: String = try row.decode(atIndex: 7),
            let sample: String = try row.decode(atIndex: 9),
            let unit: String = try row.decode(atIndex: 15), let target: String = try row.decode(atIndex: 4),
            let listed: String = try row.decode(atIndex: 18)
        else {
            let body = try String.fetchOne(
                db.cachedStatement(sql: "SELECT body FROM record WHERE sequence = ?"), arguments: [sequence])
            return try CanonicalJSON.value(ResultBody.self, from: body ?? "", keys: .asWritten)
                .measurement(sequence: sequence, run: about, recorded: Timestamp.date(time))
        }
        let flags = try list(listed, &flags)
        var made = try Rules.Measurement(
            result: sequence, run: about, runID: RunID(run), saved: row.decode(atIndex: 8), sample: sample,
            target: target,
            day: (row.decode(atIndex: 6) as Int?).map(RecordNumber.day),
            quantity: Quantity(
                copies: row.decode(atIndex: 10), low: row.decode(atIndex: 11), high: row.decode(atIndex: 12),
                belowLLOQ: row.decode(atIndex: 16) ?? false,
                aboveULOQ: row.decode(atIndex: 17) ?? false, lloq: row.decode(atIndex: 13),
                uloq: row.decode(atIndex: 14), unit: unit, withheld: []),
            recorded: Timestamp.date(time))
        made.mark(flags)
        if let labels: String = try row.decode(atIndex: 19) { made.wells = try list(labels, &wells) }
        return made
    }

    private func list<Item: Decodable>(_ text: String, _ known: inout [String: [Item]]) throws -> [Item] {
        if let items = known[text] { return items }
        if known.count >= Self.listsMax { known = [:] }
        let items = try CanonicalJSON.value([Item].self, from: text, keys: .asWritten)
        known[text] = items
        return items
    }
}
