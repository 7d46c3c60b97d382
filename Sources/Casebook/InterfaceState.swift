// How far each way to the hospital has come, as the newest receipts say: what is owed, what waits, what is set aside.
internal import Alerts
internal import GRDB
public import Hospital
public import Journal

/// A message that is not done, as its newest record says.
public struct OpenMessage: Hashable, Sendable {
    public let route: Route
    public let message: String
    /// The record that made it.
    public let cause: Int64
    public let patient: String
    public let state: LineState
    public let attempt: Int
    public let detail: String?
    /// UTC time of the newest record.
    public let time: String
}

/// How far a way has come: 0 before its first receipt.
public struct InterfacePlace: Sendable {
    /// Every record up to this one is settled.
    public let cursor: Int64
    /// The same but for patients whose message is set aside: a start reads on from here.
    public let reached: Int64
}

extension Casebook {
    /// Where a way goes on.
    public func interfacePlace(_ route: Route) throws(JournalError) -> InterfacePlace {
        try read { db in try Self.interfacePlace(route, db) }
    }

    /// What is owed on one way, of the records after one.
    public func interfacePage(_ route: Route, after position: Int64, settings: InterfaceSettings)
        throws(JournalError) -> LinePage
    {
        let page = try hospitalEvents(after: position)
        return try read { db in
            let parked = try Self.parked(route, db)
            let events = try page.events.filter { event in
                guard settings.sends(event), parked[event.patient] == nil else { return false }
                return try !Self.isSettled(event.number, route, db)
            }
            return LinePage(events: events, upTo: page.upTo, isLast: page.isLast, parked: parked)
        }
    }

    /// Messages that are not done, on all ways.
    public func openMessages() throws(JournalError) -> [OpenMessage] {
        try read { db in try Route.allCases.flatMap { try Self.openMessages($0, db) } }
    }

    /// How many messages of a way are in each state.
    public func interfaceCounts(_ route: Route) throws(JournalError) -> [LineState: Int] {
        try read { db in
            var counts: [LineState: Int] = [:]
            for state in LineState.allCases {
                counts[state] = try Int.fetchOne(
                    db,
                    sql: """
                        SELECT count(DISTINCT interface_record * 2 + interface_void) FROM record INDEXED BY record_interface
                        WHERE kind = 'interface' AND interface_route = ? AND interface_state = ?
                        """, arguments: [route.rawValue, state.rawValue])
            }
            return counts
        }
    }

    /// Messages that are owed on a way and neither done nor set aside, those behind one that is set aside among them.
    public func interfaceOwed(_ route: Route, settings: InterfaceSettings) throws(JournalError) -> Int {
        let reached = try interfacePlace(route).reached
        let parked = try read { db in try Self.parked(route, db) }
        var owed = try owed(route, settings, after: reached)
        for (patient, cause) in parked {
            owed += try self.owed(route, settings, of: patient, after: cause - 1, upTo: reached)
        }
        return owed
    }

    private func owed(
        _ route: Route, _ settings: InterfaceSettings, of patient: String? = nil, after: Int64, upTo: Int64? = nil
    ) throws(JournalError) -> Int {
        var (position, owed) = (after, 0)
        while true {
            let page = try hospitalEvents(of: patient, after: position, upTo: upTo)
            owed += try read { db in
                let open = Set(try Self.openMessages(route, db).map(\.message))
                return try page.events.count { event in
                    guard settings.sends(event), !open.contains(event.number.text(site: settings.site)) else {
                        return false
                    }
                    return try !Self.isSettled(event.number, route, db)
                }
            }
            if page.isLast { return owed }
            position = page.upTo
        }
    }

    /// The newest record of a message on one way; nil before the first. For whoever waits for it.
    public func interfaceState(_ number: MessageNumber, _ route: Route, site: String) throws(JournalError)
        -> OpenMessage?
    {
        try read { db in
            let sql = """
                SELECT sequence FROM record INDEXED BY record_interface_last WHERE kind = 'interface' AND interface_route = ?
                AND interface_message = ? ORDER BY sequence DESC LIMIT 1
                """
            return try Int64.fetchOne(db, sql: sql, arguments: [route.rawValue, number.text(site: site)])
                .map { try Self.openMessage($0, db) }
        }
    }

    static func interfacePlace(_ route: Route, _ db: Database) throws -> InterfacePlace {
        let sql = """
            SELECT body->>'$.cursor' AS cursor, body->>'$.reached' AS reached FROM record INDEXED BY record_interface_last
            WHERE kind = 'interface' AND interface_route = ? ORDER BY sequence DESC LIMIT 1
            """
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [route.rawValue])
        let cursor: Int64? = try row?.decode(forColumn: "cursor"),
            reached: Int64? = try row?.decode(forColumn: "reached")
        return try InterfacePlace(
            cursor: RecordNumber.place(cursor ?? 0), reached: RecordNumber.place(reached ?? cursor ?? 0))
    }

    /// By patient, the record of the message that is set aside.
    static func parked(_ route: Route, _ db: Database) throws -> [String: Int64] {
        let open = try openMessages(route, db).filter { $0.state == .parked }
        return Dictionary(open.map { ($0.patient, $0.cause) }, uniquingKeysWith: min)
    }

    private static func isSettled(_ number: MessageNumber, _ route: Route, _ db: Database) throws -> Bool {
        let sql = """
            SELECT 1 FROM record INDEXED BY record_interface WHERE kind = 'interface' AND interface_route = ?
            AND interface_state IN ('accepted', 'skipped', 'failed') AND interface_record = ? AND interface_void = ? LIMIT 1
            """
        return try Int.fetchOne(
            db.cachedStatement(sql: sql), arguments: [route.rawValue, number.record, number.isVoid]) != nil
    }

    /// What is not done came after the cursor, and so did all that was journaled of it.
    static func openMessages(_ route: Route, _ db: Database) throws -> [OpenMessage] {
        let cursor = try interfacePlace(route, db).cursor
        let sql = """
            SELECT r.sequence FROM record AS r INDEXED BY record_interface
            WHERE r.kind = 'interface' AND r.interface_route = ? AND r.interface_state IN ('waiting', 'parked', 'retry')
            AND r.sequence > ?
            AND NOT EXISTS (SELECT 1 FROM record AS later INDEXED BY record_interface
                WHERE later.kind = 'interface' AND later.interface_route = r.interface_route
                AND later.interface_state IN ('waiting', 'accepted', 'parked', 'retry', 'skipped', 'failed')
                AND later.interface_record = r.interface_record AND later.interface_void = r.interface_void
                AND later.sequence > r.sequence)
            ORDER BY r.sequence
            """
        return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [route.rawValue, cursor]).map {
            try openMessage($0, db)
        }
    }

    private static func openMessage(_ sequence: Int64, _ db: Database) throws -> OpenMessage {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT time, about, body FROM record WHERE sequence = ?"),
                arguments: [sequence])
        else { throw JournalError.refused("The journal holds no record \(sequence).") }
        let body = try CanonicalJSON.value(InterfaceBody.self, from: row.decode(forColumn: "body"))
        return try OpenMessage(
            route: body.route, message: body.message,
            cause: RecordNumber.place(row.decode(forColumn: "about") ?? 0), patient: body.patient,
            state: body.state, attempt: body.attempt, detail: body.detail, time: row.decode(forColumn: "time"))
    }

    static func newestBody(_ message: String, _ route: Route, _ db: Database) throws -> InterfaceBody {
        let sql = """
            SELECT body FROM record INDEXED BY record_interface_last WHERE kind = 'interface' AND interface_route = ?
            AND interface_message = ? ORDER BY sequence DESC LIMIT 1
            """
        guard let body = try String.fetchOne(db, sql: sql, arguments: [route.rawValue, message]) else {
            throw JournalError.refused("The journal holds no message \(message).")
        }
        return try CanonicalJSON.value(InterfaceBody.self, from: body)
    }
}
