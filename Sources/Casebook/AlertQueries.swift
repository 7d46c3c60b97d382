// Alerts as the newest record of each says they are.
internal import Foundation
internal import GRDB
public import Assay
public import Journal
public import Alerts

extension Casebook {
    /// States of alerts that are not over, for SQL.
    static let standingStates = AlertState.standing.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")

    /// Alerts, oldest first: those still open, confirmed or acknowledged, or all there ever were.
    public func alerts(all: Bool) throws(JournalError) -> [Alert] {
        try read { db in
            try all
                ? Self.alerts(
                    db,
                    sql: """
                        SELECT body FROM record WHERE sequence IN
                            (SELECT max(sequence) FROM record INDEXED BY record_alert WHERE kind = 'alert' GROUP BY alert_id)
                        """)
                : Self.standing(db)
        }
    }

    /// Alerts that are not over, oldest first.
    static func standing(_ db: Database) throws -> [Alert] {
        try alerts(
            db,
            sql: """
                SELECT body FROM record WHERE sequence IN
                    (SELECT last FROM (SELECT max(sequence) AS last, alert_state AS state FROM record INDEXED BY record_alert
                        WHERE kind = 'alert' GROUP BY alert_id)
                    WHERE state IN (\(standingStates)))
                """)
    }

    /// One alert as it stands; nil where there is none of that id.
    public func alert(_ id: AlertID) throws(JournalError) -> Alert? { try read { db in try Self.alert(id, db) } }

    /// The newest record of an alert; nil for an alert that the journal does not hold.
    public func newestRecord(ofAlert id: AlertID) throws(JournalError) -> Int64? {
        try read { db in
            let sql = "SELECT max(sequence) FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ?"
            return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text])
        }
    }

    /// Name of the file that a run was read from last; nil for a run that the journal does not hold.
    public func fileName(ofRun id: RunID) throws(JournalError) -> String? {
        try read { db in
            let sql =
                "SELECT path FROM record INDEXED BY record_run WHERE kind IN ('run', 'amendment') AND run_id = ? "
                + "ORDER BY sequence DESC LIMIT 1"
            return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]).map {
                $0.split(separator: "/").last.map(String.init) ?? $0
            }
        }
    }

    static func alert(_ id: AlertID, _ db: Database) throws -> Alert? {
        let sql =
            "SELECT body FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ? ORDER BY sequence "
            + "DESC LIMIT 1"
        return try String.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]).map {
            try CanonicalJSON.value(AlertBody.self, from: $0).alert
        }
    }

    static func alerts(withSubject subject: String, _ db: Database) throws -> [Alert] {
        try alerts(
            db,
            sql:
                "SELECT body FROM record INDEXED BY record_alert_subject WHERE kind = 'alert' AND alert_subject = ? "
                + "ORDER BY sequence",
            [subject])
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
                    ORDER BY sequence
                    """, [sequence])
        }
    }

    /// Decodes alert records and keeps the newest of each alert, in the order in which they were raised.
    private static func alerts(_ db: Database, sql: String, _ arguments: StatementArguments = []) throws -> [Alert] {
        var newest: [AlertID: Alert] = [:]
        for body in try String.fetchAll(db.cachedStatement(sql: sql), arguments: arguments) {
            let alert = try CanonicalJSON.value(AlertBody.self, from: body).alert
            newest[alert.id] = alert
        }
        return newest.values.sorted { $0.id < $1.id }
    }

    /// Everyone who was told of an alert so far, by channel.
    static func recipients(ofAlert id: AlertID, _ db: Database) throws -> [Channel: [String]] {
        let bodies = try String.fetchAll(
            db,
            sql: """
                SELECT d.body FROM record AS a INDEXED BY record_alert JOIN record AS d INDEXED BY record_about ON d.about = a.sequence
                WHERE a.kind = 'alert' AND a.alert_id = ? AND d.kind = 'delivery' ORDER BY d.sequence
                """, arguments: [id.text])
        var recipients: [Channel: [String]] = [:]
        for body in bodies {
            let delivery = try CanonicalJSON.value(DeliveryBody.self, from: body)
            let new = delivery.recipients.filter { !(recipients[delivery.channel] ?? []).contains($0) }
            recipients[delivery.channel, default: []] += new
        }
        return recipients
    }

    /// An alert as it stands, and the life that its records tell.
    static func life(ofAlert id: AlertID, _ db: Database) throws -> (alert: Alert, life: AlertLife)? {
        let rows = try Row.fetchAll(
            db,
            sql:
                "SELECT time, body FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ? ORDER BY "
                + "sequence",
            arguments: [id.text])
        var alert: Alert?
        let occurrences = try rows.map { row in
            let body = try CanonicalJSON.value(AlertBody.self, from: row.decode(forColumn: "body"))
            alert = body.alert
            let at = try Timestamp.date(row.decode(forColumn: "time")) ?? body.alert.raised
            return AlertOccurrence(body.event, at: at, until: body.detail.until, escalation: body.detail.escalation)
        }
        return alert.map { ($0, AlertLife(raised: $0.raised, occurrences: occurrences)) }
    }
}
