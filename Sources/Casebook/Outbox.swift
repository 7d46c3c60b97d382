// What is owed to people, and the receipts. A delivery's newest record is its state; nothing leaves the outbox but by a
// record.
public import Foundation
internal import GRDB
public import Journal
public import Alerts
import Rules
internal import Synchronization

extension Casebook {
    /// Deliveries of one lane handed out at once; the rest wait for the next call. One lane's backlog hides no other's,
    /// nor what is critical in its own.
    public static let readyMax = 1000

    /// What is owed now. Cost grows with what is open, not with what was ever delivered.
    /// - Parameters:
    ///   - busy: lanes that are not asked for, because they have work already.
    ///   - longestPause: seconds. What falls due later than that was put off while the clock was ahead: it is due now.
    ///     Nil: every date is believed.
    public func owedDeliveries(at now: Date, besides busy: Set<Lane> = [], longestPause: Double? = nil)
        throws(JournalError) -> Outbox
    {
        let floor = outboxFloor.withLock { $0 }
        let (outbox, settled) = try read { db in
            let open = try Self.open(db, from: try floor ?? Self.firstOpen(db))
            let head = try Journal.head(db)
            let limit = Timestamp.text(now), horizon = longestPause.map { Timestamp.text(now + $0) }
            func isDue(_ delivery: Open) -> Bool { delivery.due <= limit || horizon.map { delivery.due > $0 } ?? false }
            let asked = open.filter { !busy.contains($0.lane) }
            let due = asked.filter(isDue).sorted { ($0.rank, $0.due, $0.sequence) < ($1.rank, $1.due, $1.sequence) }
            var handed: [Lane: Int] = [:]
            let first = due.filter { delivery in
                handed[delivery.lane, default: 0] += 1
                return handed[delivery.lane, default: 0] <= Self.readyMax
            }
            let ready = try first.compactMap { try Self.delivery($0.sequence, db) }
            let later = asked.lazy.filter { !isDue($0) }.map(\.due).min().flatMap(Timestamp.date)
            return (Outbox(ready: ready, nextDue: later), open.map(\.sequence).min() ?? head.sequence + 1)
        }
        outboxFloor.withLock { $0 = max($0 ?? 0, settled) }
        return outbox
    }

    /// Appends that a delivery is owed again, now.
    static func owe(_ id: DeliveryID, again detail: String, _ appender: inout Appender) throws {
        let (about, body) = try newest(ofDelivery: id, appender.db)
        guard body.state != .delivered else { throw JournalError.refused("Delivery \(id) is already delivered.") }
        var again = body
        again.state = .retry
        again.detail = detail
        again.due = appender.now
        try appender.append(.delivery, about: about, again)
    }

    /// Deliveries as they stand, oldest first: those owed or failed, or all there ever were.
    public func deliveries(all: Bool) throws(JournalError) -> [Delivery] {
        try read { db in
            let newest = try Int64.fetchAll(
                db,
                sql: """
                    SELECT last FROM (SELECT max(sequence) AS last, delivery_state AS state FROM record INDEXED BY record_delivery
                        WHERE kind = 'delivery' GROUP BY delivery_id)
                    \(all ? "" : "WHERE state <> 'delivered'") ORDER BY last
                    """)
            return try newest.compactMap { try Self.delivery($0, db) }
        }
    }

    /// A delivery that is not done, by its newest record.
    struct Open {
        let sequence: Int64
        let due: String
        let lane: Lane
        /// 0 for what is critical, else 1.
        let rank: Int
    }

    /// The oldest record that speaks for an open delivery, out of one covering index; the next record's sequence where
    /// all are done.
    static func firstOpen(_ db: Database) throws -> Int64 {
        let first = try Int64.fetchOne(
            db,
            sql: """
                SELECT min(last) FROM (SELECT max(sequence) AS last, delivery_state AS state FROM record INDEXED BY record_delivery
                    WHERE kind = 'delivery' GROUP BY delivery_id)
                WHERE state IN ('owed', 'retry')
                """)
        return try first ?? Journal.head(db).sequence + 1
    }

    /// The deliveries that are not done, among the records from `floor` on.
    static func open(_ db: Database, from floor: Int64) throws -> [Open] {
        let sql = """
            SELECT r.sequence, r.delivery_due, r.body->>'$.channel' AS channel, r.body->>'$.recipients[0]' AS recipient,
                (SELECT a.body->>'$.severity' FROM record AS a WHERE a.sequence = r.about) AS severity
            FROM record AS r INDEXED BY record_outbox
            WHERE r.kind = 'delivery' AND r.delivery_state IN ('owed', 'retry') AND r.sequence >= ?
                AND NOT EXISTS (SELECT 1 FROM record AS later
                    WHERE later.kind = 'delivery' AND later.delivery_id = r.delivery_id AND later.sequence > r.sequence)
            """
        return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: [floor]).map { row in
            try Open(
                sequence: row.decode(forColumn: "sequence"), due: row.decode(forColumn: "delivery_due") ?? "",
                lane: Lane(Channel(row.decode(forColumn: "channel") ?? ""), row.decode(forColumn: "recipient")),
                rank: (row.decode(forColumn: "severity") as String?) == Severity.critical.rawValue ? 0 : 1)
        }
    }

    static func newest(ofDelivery id: DeliveryID, _ db: Database) throws -> (about: Int64?, body: DeliveryBody) {
        let sql =
            "SELECT about, body FROM record INDEXED BY record_delivery WHERE kind = 'delivery' AND delivery_id = ? "
            + "ORDER BY sequence DESC LIMIT 1"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.text]) else {
            throw JournalError.refused("The journal holds no delivery \(id).")
        }
        return try (
            row.decode(forColumn: "about"), CanonicalJSON.value(DeliveryBody.self, from: row.decode(forColumn: "body"))
        )
    }

    static func delivery(_ sequence: Int64, _ db: Database) throws -> Delivery? {
        let sql =
            "SELECT d.time, d.body, a.body AS alert, a.time AS event_time FROM record AS d JOIN record AS a ON "
            + "a.sequence = d.about WHERE d.sequence = ?"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [sequence]) else { return nil }
        let body = try CanonicalJSON.value(DeliveryBody.self, from: row.decode(forColumn: "body"))
        let alert = try CanonicalJSON.value(AlertBody.self, from: row.decode(forColumn: "alert"))
        return try Delivery(
            id: body.delivery, alert: alert.alert, event: body.event, reason: alert.detail.reason,
            channel: body.channel, recipients: body.recipients,
            state: body.state, attempt: body.attempt, detail: body.detail, due: body.due,
            time: row.decode(forColumn: "time"), eventTime: row.decode(forColumn: "event_time"), message: body.message)
    }
}
