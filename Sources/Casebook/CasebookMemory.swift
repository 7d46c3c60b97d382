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

    /// The same with its results in force by day, and what the days come to by these rules: of all that is known of a
    /// patient only what is new costs anything.
    mutating func measured(_ code: String, by rules: RuleSettings, _ db: Database) throws -> PatientMemory {
        // Taken out of the memory: what is held twice would be copied to be changed.
        var patient = try self.patient(code, db)
        patients[code] = nil
        try patient.measure(by: rules) { result in try isInForce(result, db) }
        patients[code] = patient
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
    func knowsSummary(_ sequence: Int64) -> Bool { summaries.keys.contains(sequence) }

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
                let saves = try Casebook.runs(withID: RunID(run), db)
                for save in saves { inForce[save.sequence] = nil }
                if saves.count > 1 { for code in Array(patients.keys) { patients[code]?.forgetMeasured() } }
            }
            runsUpTo = try row.decode(forColumn: "sequence")
        }
    }
}
