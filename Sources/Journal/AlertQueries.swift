// Alerts as the newest record of each says they are.
internal import Foundation
internal import GRDB
public import Judgement

extension Journal {
    /// Alerts, oldest first: those still open, confirmed or acknowledged, or all there ever were.
    public func alerts(all: Bool) throws(JournalError) -> [Alert] {
        let open = "WHERE state IN ('open', 'confirmed', 'acknowledged')"
        return try read { db in
            try Self.alerts(
                db,
                sql: """
                    SELECT body FROM record WHERE sequence IN
                        (SELECT last FROM (SELECT max(sequence) AS last, alert_state AS state FROM record INDEXED BY record_alert
                            WHERE kind = 'alert' GROUP BY alert_id)
                        \(all ? "" : open))
                    """)
        }
    }

    /// Everything that happened to one alert, oldest first, with the time of each record.
    public func history(ofAlert id: String) throws(JournalError) -> [(time: String, event: AlertEvent, by: String?, note: String?)] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT time, body FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ? ORDER BY sequence", arguments: [id]).map { row in
                let body = try CanonicalJSON.value(AlertBody.self, from: row["body"])
                return (row["time"], AlertEvent(event: body.event, alert: body.alert, reason: body.reason), body.by, body.note)
            }
        }
    }

    /// One alert as it stands; nil where there is none of that id.
    public func alert(_ id: String) throws(JournalError) -> Alert? { try read { db in try Self.alert(id, db) } }

    static func alert(_ id: String, _ db: Database) throws -> Alert? {
        let sql = "SELECT body FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ? ORDER BY sequence DESC LIMIT 1"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [id]).map { try CanonicalJSON.value(AlertBody.self, from: $0).alert }
    }

    static func alerts(ofPatient patient: String, _ db: Database) throws -> [Alert] {
        try alerts(db, sql: "SELECT body FROM record INDEXED BY record_alert_patient WHERE kind = 'alert' AND patient = ? ORDER BY sequence", [patient])
    }

    static func alerts(withSubject subject: String, _ db: Database) throws -> [Alert] {
        try alerts(db, sql: "SELECT body FROM record INDEXED BY record_alert_subject WHERE kind = 'alert' AND alert_subject = ? ORDER BY sequence", [subject])
    }

    /// The laboratory's alerts about these run records that concern no patient and no file.
    static func alerts(ofRuns sequences: [Int64], _ db: Database) throws -> [Alert] {
        try sequences.flatMap { sequence in
            try alerts(
                db,
                sql: """
                    SELECT body FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id IN
                        (SELECT alert_id FROM record INDEXED BY record_about
                            WHERE about = ? AND kind = 'alert' AND patient IS NULL AND alert_run IS NOT NULL)
                    """, [sequence])
        }
    }

    /// Decodes alert records and keeps the newest of each alert, in the order in which they were raised.
    private static func alerts(_ db: Database, sql: String, _ arguments: StatementArguments = []) throws -> [Alert] {
        var newest: [String: Alert] = [:]
        for body in try String.fetchAll(db.cachedStatement(sql: sql), arguments: arguments) {
            let alert = try CanonicalJSON.value(AlertBody.self, from: body).alert
            newest[alert.id] = alert
        }
        return newest.values.sorted { (Int64($0.id.dropFirst()) ?? 0) < (Int64($1.id.dropFirst()) ?? 0) }
    }

    /// Who was told of an alert when it was raised, by channel.
    static func recipients(ofAlert id: String, _ db: Database) throws -> [String: [String]] {
        guard let raised = Int64(id.dropFirst()) else { return [:] }
        var recipients: [String: [String]] = [:]
        let sql = "SELECT body FROM record INDEXED BY record_about WHERE about = ? AND kind = 'delivery' ORDER BY sequence"
        for body in try String.fetchAll(db.cachedStatement(sql: sql), arguments: [raised]) {
            let delivery = try CanonicalJSON.value(DeliveryBody.self, from: body)
            if delivery.event == .raised { recipients[delivery.channel] = delivery.recipients }
        }
        return recipients
    }
}
