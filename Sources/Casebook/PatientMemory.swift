// One patient as the records say, read once and kept by the records that have come since.
internal import Alerts
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Rules
internal import Snapshots

/// One patient's results and alerts as they were read.
struct PatientMemory: Sendable {
    /// One result record.
    struct Result: Sendable {
        let sequence: Int64
        /// Record of its run.
        let about: Int64
        let run: RunID
    }

    private(set) var results: [Result] = []
    /// Each result's measurement, by the same number; included are those in force, as far as they were asked for.
    private(set) var measured = MeasuredDays()
    /// Results before this number have been asked whether they are in force.
    private var measuredCount = 0
    /// Results that a later one replaces.
    private(set) var replaced: Set<Int64> = []
    /// When the journal first heard of the patient: from the patients file or by a result, whichever came first.
    private(set) var firstRecord: Date?
    var closures: [Closure] { closed.sorted { $0.key < $1.key }.flatMap(\.value) }
    private var closed: [AlertID: [Closure]] = [:]
    /// What happened to the alerts, oldest first.
    private(set) var history: [AlertHistoryEntry] = []
    private var newest: [AlertID: Alert] = [:]
    private var resultsUpTo: Int64 = 0
    /// The last record that was looked at for results that are another patient's now.
    private var lostUpTo: Int64 = 0
    private var alertsUpTo: Int64 = 0
    /// The newest configuration's record that was looked at.
    private var namedUpTo: Int64 = 0
    /// When it was asked for last.
    var asked = 0

    /// As the newest record of each says, in the order in which they were raised.
    var alerts: [Alert] { newest.values.sorted { $0.id < $1.id } }

    /// Looks at the results that were not looked at yet.
    mutating func measure(by rules: RuleSettings, _ isInForce: (Result) throws -> Bool) throws {
        for number in measuredCount..<results.count {
            if try !replaced.contains(results[number].sequence) && isInForce(results[number]) {
                measured.include(number)
            }
        }
        measuredCount = results.count
        measured.settle(rules)
    }

    /// Other saves may be in force now.
    mutating func forgetMeasured() {
        measured.excludeAll()
        measuredCount = 0
    }

    private mutating func replace(_ sequence: Int64) {
        guard replaced.insert(sequence).inserted,
            let number = results.lastIndex(where: { $0.sequence == sequence })
        else { return }
        measured.exclude(number)
    }

    private mutating func hear(_ time: Date?) {
        if let time { firstRecord = min(firstRecord ?? time, time) }
    }

    /// When the patients file named the patient. A code holds nothing that JSON escapes, and a quotation mark in any
    /// other text is escaped, so the key and its value stand in a body only where they are meant: nothing has to be
    /// parsed.
    private mutating func catchUpNaming(_ code: String, _ db: Database) throws {
        let newest =
            try Int64.fetchOne(
                db.cachedStatement(
                    sql: "SELECT max(sequence) FROM record INDEXED BY record_kind WHERE kind = 'configuration'")) ?? 0
        guard newest > namedUpTo, Patient.isCode(code) else { return }
        let sql = """
            SELECT min(time) FROM record INDEXED BY record_kind WHERE kind = 'configuration' AND sequence > ? AND instr(body, ?) > 0
            """
        hear(
            try String.fetchOne(db.cachedStatement(sql: sql), arguments: [namedUpTo, "\"patient\":\"\(code)\""])
                .flatMap(Timestamp.date))
        namedUpTo = newest
    }

    /// Results that were this patient's and are another's now, or nobody's: the records that replace them name another
    /// patient, and stand beside them below the same run.
    private mutating func catchUpLost(_ code: String, _ replacements: ReplacedResults, _ db: Database) throws {
        for lost in try replacements.since(
            lostUpTo, below: Set(results.map(\.about)), db, where: { $0.patient != code })
        {
            replace(lost.amended)
        }
        lostUpTo = replacements.upTo
    }

    mutating func catchUp(_ code: String, _ replacements: ReplacedResults, _ db: Database) throws {
        try catchUpNaming(code, db)
        let results = """
            SELECT sequence, time, about, body FROM record INDEXED BY record_result
            WHERE kind = 'result' AND patient = ? AND sequence > ? ORDER BY sequence
            """
        for row in try Row.fetchAll(db.cachedStatement(sql: results), arguments: [code, resultsUpTo]) {
            let body = try CanonicalJSON.value(ResultBody.self, from: row.decode(forColumn: "body"), keys: .asWritten)
            let sequence: Int64 = try row.decode(forColumn: "sequence"),
                about: Int64 = try row.decode(forColumn: "about")
            let recorded = try Timestamp.date(row.decode(forColumn: "time"))
            if let amended = body.amends { replace(amended) }
            hear(recorded)
            self.results.append(Result(sequence: sequence, about: about, run: body.run))
            measured.append(body.measurement(sequence: sequence, run: about, recorded: recorded))
            resultsUpTo = sequence
        }
        try catchUpLost(code, replacements, db)
        try catchUpAlerts(code, db)
    }

    /// The alerts alone.
    mutating func catchUpAlerts(_ code: String, _ db: Database) throws {
        let alerts = """
            SELECT sequence, time, body FROM record INDEXED BY record_alert_patient WHERE kind = 'alert' AND patient = ? AND sequence > ? ORDER BY sequence
            """
        for row in try Row.fetchAll(db.cachedStatement(sql: alerts), arguments: [code, alertsUpTo]) {
            let body = try CanonicalJSON.value(AlertBody.self, from: row.decode(forColumn: "body"))
            newest[body.alert.id] = body.alert
            history.append(
                try AlertHistoryEntry(
                    alert: body.alert.id, event: body.event, time: row.decode(forColumn: "time"), by: body.detail.by,
                    note: body.detail.note))
            if body.alert.state == .closed, let on = body.detail.closedOn {
                closed[body.alert.id] = Closure.all(of: body.alert, on: on)
            }
            if body.event == .reopened { closed[body.alert.id] = nil }
            alertsUpTo = try row.decode(forColumn: "sequence")
        }
    }
}
