// One read a question: each function looks at the journal in one transaction and gives a value, so that no commit comes
// between its parts.
public import Alerts
internal import Assay
internal import Foundation
internal import GRDB
public import Journal
internal import Rules
public import Snapshots

extension Casebook {
    /// One patient; of one whom the journal does not know everything is empty.
    public func course(of patient: String) throws(JournalError) -> PatientCourse {
        try remembering { memory, db in try Self.course(of: patient, &memory, db) }
    }

    /// Several patients at one and the same moment, in this order.
    public func courses(of patients: [String]) throws(JournalError) -> [PatientCourse] {
        try remembering { memory, db in try patients.map { try Self.course(of: $0, &memory, db) } }
    }

    /// Codes of the patients that have results, sorted.
    public func patientCodes() throws(JournalError) -> [String] { try read(Self.codes) }

    /// What a mail to one recipient about these alerts stands on.
    /// - Parameter patients: whose courses it may show.
    public func mailGround(of alerts: [AlertID], to recipient: String, patients: [String]) throws(JournalError)
        -> MailGround
    {
        try remembering { memory, db in
            var thread: [String] = []
            for alert in alerts {
                for id in try Self.mailThread(ofAlert: alert, to: recipient, db) where !thread.contains(id) {
                    thread.append(id)
                }
            }
            return MailGround(
                head: try Journal.head(db).digest, journal: try Journal.identity(db), thread: thread,
                courses: try patients.map { try Self.course(of: $0, &memory, db) })
        }
    }

    private static func course(of code: String, _ memory: inout CasebookMemory, _ db: Database) throws -> PatientCourse
    {
        let known = try memory.patient(code, db)
        return PatientCourse(
            code: code, measurements: try measurements(known, &memory, db), alerts: known.alerts,
            history: known.history, firstRecord: known.firstRecord, hasResults: !known.results.isEmpty)
    }

    private static func codes(_ db: Database) throws -> [String] {
        // One step in the index a patient, however many results each has.
        let next = try db.makeStatement(
            sql: "SELECT min(patient) FROM record INDEXED BY record_result WHERE kind = 'result' AND patient > ?")
        var codes: [String] = []
        while let code = try String.fetchOne(next, arguments: [codes.last ?? ""]) { codes.append(code) }
        return codes
    }
}
