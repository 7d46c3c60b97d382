// The records that a hospital's systems are told of, as events in the order of the chain. What a record gives depends on
// it and on those before it alone, never on what came later: so a message that is repeated, next week or after a crash,
// is the same message.
internal import Foundation
internal import GRDB
public import Hospital
public import Journal

/// Events of a stretch of the journal.
public struct HospitalPage: Sendable {
    public let events: [HospitalEvent]
    /// The last record that was looked at: nothing up to here is missing.
    public let upTo: Int64
    /// The journal holds no later record.
    public let isLast: Bool
}

extension Casebook {
    /// Records looked at in one transaction.
    public static let hospitalRecordsMax = 500

    /// The events of the next records after one.
    /// - Parameters:
    ///   - patient: of one patient, which costs that patient's records alone; nil: of all.
    ///   - upTo: the last record to look at; nil: the journal's last.
    public func hospitalEvents(of patient: String? = nil, after position: Int64, upTo: Int64? = nil)
        throws(JournalError) -> HospitalPage
    {
        try read { db in
            let head = try Journal.head(db).sequence
            let end = min(upTo ?? head, head)
            let rows =
                try patient.map { try Self.rows(of: $0, after: position, upTo: end, db) }
                ?? Self.rows(after: position, upTo: end, db)
            var events: [HospitalEvent] = []
            // Most looks find nothing: the patients' dates are read where something has come.
            if !rows.isEmpty {
                var reader = try HospitalReader(db, upTo: position)
                events = try rows.flatMap { try reader.events(of: $0) }
            }
            if let patient { events.removeAll { $0.patient != patient } }
            let isLast = rows.count < Self.hospitalRecordsMax
            let last: Int64? = isLast ? end : rows.last?["sequence"]
            return HospitalPage(events: events, upTo: last ?? position, isLast: isLast)
        }
    }

    private static let columns =
        "sequence, time, kind, about, CASE WHEN kind = 'amendment' THEN '' ELSE body END AS body"

    private static func rows(after position: Int64, upTo end: Int64, _ db: Database) throws -> [Row] {
        let sql = """
            SELECT \(columns) FROM record WHERE sequence > ? AND sequence <= ?
            AND kind IN ('result', 'alert', 'amendment', 'configuration') ORDER BY sequence LIMIT ?
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [position, end, hospitalRecordsMax])
    }

    /// The patient's results and alerts, what may take a result of theirs back (the result that amends it, the save that
    /// follows its run), and what the patients file said meanwhile.
    private static func rows(of patient: String, after position: Int64, upTo end: Int64, _ db: Database) throws -> [Row]
    {
        let sql = """
            WITH own AS (SELECT sequence, about FROM record INDEXED BY record_result WHERE kind = 'result' AND patient = ?1)
            SELECT \(columns) FROM record WHERE sequence IN (
                SELECT sequence FROM own
                UNION SELECT sequence FROM record INDEXED BY record_alert_patient WHERE kind = 'alert' AND patient = ?1
                UNION SELECT later.sequence FROM own JOIN record AS later INDEXED BY record_amends ON later.about = own.about
                    AND later.result_amends = own.sequence AND later.kind = 'result'
                UNION SELECT later.sequence FROM own JOIN record AS later INDEXED BY record_about ON later.about = own.about
                    AND later.kind = 'amendment'
                UNION SELECT sequence FROM record INDEXED BY record_kind WHERE kind = 'configuration'
            ) AND sequence > ?2 AND sequence <= ?3 ORDER BY sequence LIMIT ?4
            """
        return try Row.fetchAll(
            db.cachedStatement(sql: sql), arguments: [patient, position, end, hospitalRecordsMax])
    }
}
