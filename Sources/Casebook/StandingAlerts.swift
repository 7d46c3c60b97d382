// The alerts that reminders and escalations may still come for. Looked up once, then kept by the alert records that
// have come since.
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Rules

struct StandingAlerts: Sendable {
    /// A result that is withheld, and since when.
    struct Withheld: Sendable {
        let since: Date
        let patient: String
    }

    /// An alert on files that cannot be read.
    struct Counting: Sendable {
        var alert: Alert
        var told: Date
        /// Files have come since that nobody was told of.
        var hasNews = false

        /// Its newest record was made before this one, and so did not count it.
        fileprivate func isOlder(than record: Int64, _ db: Database) throws -> Bool {
            let sql = "SELECT max(sequence) FROM record INDEXED BY record_alert WHERE kind = 'alert' AND alert_id = ?"
            return try (Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [alert.id.text]) ?? 0) < record
        }

        /// When they are told of; nil where there are none.
        var due: Date? { hasNews ? told + unreadableFilesPause : nil }
    }

    private(set) var alerts: [AlertID: (alert: Alert, life: AlertLife)] = [:]
    /// Alerts that count a folder's files, by subject.
    private(set) var counting: [String: Counting] = [:]
    /// Withheld results, oldest first, of about the time that they may be told of after.
    private(set) var withheld: [Withheld] = []
    /// The last record that was looked at for each; nil: none was.
    private var alertsUpTo: Int64?
    private var withheldUpTo: Int64?

    /// Patients with a warning or a critical alert.
    var patients: Set<String> { Set(alerts.values.compactMap(\.alert.finding.patient)) }

    /// Reads what has come since. Never in a transaction that has written: what it would see might be taken back.
    mutating func catchUp(_ db: Database) throws {
        let head = try Journal.head(db).sequence
        if let upTo = alertsUpTo {
            guard head > upTo else { return }
            let sql = "SELECT time, body FROM record WHERE sequence > ? AND kind = 'alert' ORDER BY sequence"
            for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [upTo]) {
                try apply(
                    CanonicalJSON.value(AlertBody.self, from: row.decode(forColumn: "body")),
                    at: Timestamp.date(row.decode(forColumn: "time")), db)
            }
            try countFiles(after: upTo, db)
        } else {
            var oldest = head
            for (id, newest) in try Self.ids(db) {
                guard let alert = try Casebook.alert(id, db) else { continue }
                if Self.concerns(alert), let whole = try Casebook.life(ofAlert: id, db) { alerts[id] = whole }
                guard alert.finding.countsFiles else { continue }
                counting[alert.finding.subject] = Counting(alert: alert, told: try Casebook.lastTold(id, db))
                oldest = min(oldest, newest)
            }
            try countFiles(after: oldest, db)
        }
        alertsUpTo = head
    }

    /// The same for results that are withheld.
    /// - Parameter oldest: those withheld since before are of no interest.
    mutating func catchUpWithheld(since oldest: Date, _ db: Database) throws {
        withheld.removeAll { $0.since < oldest }
        // At the start by their time, then by their place.
        let place = withheldUpTo == nil ? "record INDEXED BY record_kind" : "record NOT INDEXED"
        let sql = """
            SELECT time, patient FROM \(place) WHERE kind = 'result' AND time >= ? AND sequence > ? AND patient IS NOT NULL
                AND body->>'$.withheld' IS NOT NULL ORDER BY time
            """
        for row in try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: [Timestamp.text(oldest), withheldUpTo ?? 0])
        {
            if let since = try Timestamp.date(row.decode(forColumn: "time")) {
                withheld.append(try Withheld(since: since, patient: row.decode(forColumn: "patient")))
            }
        }
        withheldUpTo = try Journal.head(db).sequence
    }

    /// Only these have a timetable.
    private static func concerns(_ alert: Alert) -> Bool {
        alert.state.stands && (alert.finding.severity == .warning || alert.finding.severity == .critical)
    }

    private mutating func apply(_ body: AlertBody, at time: Date?, _ db: Database) throws {
        let alert = body.alert
        if alert.finding.countsFiles {
            counting[alert.finding.subject] =
                alert.state.stands ? Counting(alert: alert, told: time ?? alert.raised) : nil
        }
        guard Self.concerns(alert) else {
            alerts[alert.id] = nil
            return
        }
        let occurrence = AlertOccurrence(
            body.event, at: time ?? alert.raised, until: body.detail.until, escalation: body.detail.escalation)
        if var known = alerts[alert.id] {
            known.life.apply(occurrence)
            alerts[alert.id] = (alert, known.life)
        } else if body.event == .raised {
            alerts[alert.id] = (alert, AlertLife(raised: alert.raised, occurrences: [occurrence]))
        } else if let whole = try Casebook.life(ofAlert: alert.id, db) {
            alerts[alert.id] = whole
        }
    }

    /// Files that could not be read since an alert counted those of their folder.
    private mutating func countFiles(after sequence: Int64, _ db: Database) throws {
        if counting.isEmpty { return }
        let sql =
            "SELECT sequence, path FROM record WHERE sequence > ? AND kind = 'unreadable' AND body->>'$.gone' IS NULL "
            + "ORDER BY sequence"
        for row in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [sequence]) {
            let path: String = try row.decode(forColumn: "path"), record: Int64 = try row.decode(forColumn: "sequence")
            let subject = unreadableFilesSubject(folder: UnreadableFile.folder(of: path))
            guard let known = counting[subject], !known.hasNews, try known.isOlder(than: record, db),
                try Casebook.isNews(record, path, db)
            else { continue }
            counting[subject]?.hasNews = true
        }
    }

    /// Alerts that stand, each with its newest record.
    private static func ids(_ db: Database) throws -> [(AlertID, Int64)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, last FROM (SELECT max(sequence) AS last, alert_id AS id, alert_state AS state FROM record INDEXED BY record_alert
                    WHERE kind = 'alert' GROUP BY alert_id)
                WHERE state IN (\(Casebook.standingStates)) ORDER BY last
                """
        ).compactMap { row in
            try AlertID(text: row.decode(forColumn: "id") ?? "").map { try ($0, row.decode(forColumn: "last")) }
        }
    }
}
