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
    public func hospitalEvents(after position: Int64) throws(JournalError) -> HospitalPage {
        try read { db in
            let sql = """
                SELECT sequence, time, kind, about, CASE WHEN kind = 'amendment' THEN '' ELSE body END AS body FROM record
                WHERE sequence > ? AND kind IN ('result', 'alert', 'amendment', 'configuration') ORDER BY sequence LIMIT ?
                """
            let rows = try Row.fetchAll(
                db.cachedStatement(sql: sql), arguments: [position, Self.hospitalRecordsMax])
            var events: [HospitalEvent] = []
            // Most looks find nothing: the patients' dates are read where something has come.
            if !rows.isEmpty {
                var reader = try HospitalReader(db, upTo: position)
                events = try rows.flatMap { try reader.events(of: $0) }
            }
            let isLast = rows.count < Self.hospitalRecordsMax
            let last: Int64? = isLast ? try Journal.head(db).sequence : rows.last?["sequence"]
            return HospitalPage(events: events, upTo: last ?? position, isLast: isLast)
        }
    }
}
