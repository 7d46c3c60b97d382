// What was read out of records and is asked for again with every run. Records never change, so what was read once stays
// true and only what has come since is read: the cost of a run grows with the run, not with all that came before it. It
// is memory only; without it everything is read anew.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Laboratory
internal import Rules
internal import Snapshots

struct CasebookMemory: Sendable {
    /// Results kept in memory, of the patients that were asked for last; some hundred bytes each.
    static let resultsMax = 20_000
    /// Runs' summaries kept.
    static let summariesMax = 2000

    var standing = StandingAlerts()
    var decisions = RunDecisions()
    private var patients: [String: PatientMemory] = [:]
    private var replacements = ReplacedResults()
    private var asked = 0
    /// Whether a run's record is, of all saves of that run, the one in force; and up to which record that is known.
    private var inForce: [Int64: Bool] = [:]
    private var runsUpTo: Int64 = 0
    private var summaries: [Int64: RunSummary] = [:]

    /// All that the journal holds of one patient. Call it in the transaction whose view is wanted.
    mutating func patient(_ code: String, _ db: Database) throws -> PatientMemory {
        try forgetResaved(db)
        asked += 1
        var patient = patients.removeValue(forKey: code) ?? PatientMemory()
        try replacements.catchUp(db)
        try patient.catchUp(code, replacements, db)
        patient.asked = asked
        patients[code] = patient
        while patients.count > 1, patients.values.reduce(0, { $0 + $1.results.count }) > Self.resultsMax,
            let oldest = patients.min(by: { $0.value.asked < $1.value.asked })
        {
            patients[oldest.key] = nil
            inForce = [:]
        }
        return patient
    }

    /// Whether a result belongs to the save of its run that is in force.
    mutating func isInForce(_ result: PatientMemory.Result, _ db: Database) throws -> Bool {
        if let known = inForce[result.about] { return known }
        let saves = try Casebook.runs(withID: result.run, db)
        for save in saves {
            inForce[save.sequence] = Casebook.inForce(saves.filter { $0.identity == save.identity }) == save
        }
        return inForce[result.about] ?? false
    }

    /// Whether a run's summary need not be read.
    func knowsSummary(_ sequence: Int64) -> Bool { summaries[sequence] != nil }

    /// What persons decided about a run.
    mutating func adjustment(of run: RunIdentity, _ db: Database) throws -> RunAdjustment {
        try decisions.catchUp(db)
        return decisions.adjustment(of: run)
    }

    /// Reads a run's summary once.
    mutating func summary(_ sequence: Int64, _ text: String) throws -> RunSummary {
        if let known = summaries[sequence] { return known }
        let summary = try CanonicalJSON.value(RunSummary.self, from: text, keys: .asWritten)
        if summaries.count >= Self.summariesMax { summaries = [:] }
        summaries[sequence] = summary
        return summary
    }

    /// A run that came again may have another save in force.
    private mutating func forgetResaved(_ db: Database) throws {
        let sql =
            "SELECT sequence, run_id FROM record WHERE sequence > ? AND kind IN ('run', 'amendment') ORDER BY sequence"
        if runsUpTo == 0 {
            runsUpTo = try Journal.head(db).sequence
            return
        }
        for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [runsUpTo]) {
            if let run: String = try row.decode(forColumn: "run_id") {
                for save in try Casebook.runs(withID: RunID(run), db) { inForce[save.sequence] = nil }
            }
            runsUpTo = try row.decode(forColumn: "sequence")
        }
    }
}

/// One patient's results and alerts as they were read.
struct PatientMemory: Sendable {
    /// One result record.
    struct Result: Sendable {
        let sequence: Int64
        /// Record of its run.
        let about: Int64
        let run: RunID
        let measurement: Rules.Measurement
    }

    private(set) var results: [Result] = []
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
    fileprivate(set) var asked = 0

    /// As the newest record of each says, in the order in which they were raised.
    var alerts: [Alert] { newest.values.sorted { $0.id < $1.id } }

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
        let runs = Set(results.map(\.about))
        replaced.formUnion(
            try replacements.since(lostUpTo, below: runs, db) { $0.patient != code }.map(\.amended))
        lostUpTo = replacements.upTo
    }

    fileprivate mutating func catchUp(_ code: String, _ replacements: ReplacedResults, _ db: Database) throws {
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
            if let amended = body.amends { replaced.insert(amended) }
            hear(recorded)
            self.results.append(
                Result(
                    sequence: sequence, about: about, run: body.run,
                    measurement: body.measurement(sequence: sequence, run: about, recorded: recorded)))
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
