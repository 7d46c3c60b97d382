// What was sent to the hospital, way by way: receipts in the chain, and what they leave to do. The journal is the
// outbox: a way's newest receipt says up to which record all is settled.
public import Alerts
public import Foundation
internal import GRDB
public import Hospital
public import Journal
public import Rules

/// Body of `interface`: one message on one way. The newest record of a message is its state.
struct InterfaceBody: Codable {
    let route: Route
    let number: MessageNumber
    /// MSH-10, which people name it by.
    let message: String
    let patient: String
    let state: LineState
    let attempt: Int
    let detail: String?
    /// Every record up to this one is settled on this way.
    let cursor: Int64
    /// Every record up to this one is settled, but for patients whose message is set aside; nil in the first records of
    /// this kind.
    let reached: Int64?
    /// SHA-256 of the bytes that were sent; nil where none were.
    let sha256: String?
    let programVersion: String

    private enum Keys: String, CodingKey {
        case route, record, void, message, patient, state, attempt, detail, cursor, reached, sha256, programVersion
    }

    init(
        _ receipt: LineReceipt, _ route: Route, site: String, reached: Int64, sha256: String?,
        _ context: JudgementContext
    ) {
        self.route = route
        number = receipt.number
        message = receipt.number.text(site: site)
        patient = receipt.patient
        state = receipt.state
        attempt = receipt.attempt
        detail = receipt.detail
        cursor = receipt.cursor
        self.reached = reached
        self.sha256 = sha256
        programVersion = context.programVersion
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Keys.self)
        route = try container.decode(Route.self, forKey: .route)
        number = MessageNumber(
            try container.decode(Int64.self, forKey: .record), isVoid: try container.decode(Bool.self, forKey: .void))
        message = try container.decode(String.self, forKey: .message)
        patient = try container.decode(String.self, forKey: .patient)
        state = try container.decode(LineState.self, forKey: .state)
        attempt = try container.decode(Int.self, forKey: .attempt)
        detail = try container.decodeIfPresent(String.self, forKey: .detail)
        cursor = try container.decode(Int64.self, forKey: .cursor)
        reached = try container.decodeIfPresent(Int64.self, forKey: .reached)
        sha256 = try container.decodeIfPresent(String.self, forKey: .sha256)
        programVersion = try container.decode(String.self, forKey: .programVersion)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(route, forKey: .route)
        try container.encode(number.record, forKey: .record)
        try container.encode(number.isVoid, forKey: .void)
        try container.encode(message, forKey: .message)
        try container.encode(patient, forKey: .patient)
        try container.encode(state, forKey: .state)
        try container.encode(attempt, forKey: .attempt)
        try container.encodeIfPresent(detail, forKey: .detail)
        try container.encode(cursor, forKey: .cursor)
        try container.encodeIfPresent(reached, forKey: .reached)
        try container.encodeIfPresent(sha256, forKey: .sha256)
        try container.encode(programVersion, forKey: .programVersion)
    }
}

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

    /// Journals what came of messages.
    /// - Parameters:
    ///   - parked: by patient, the record of the message that the line takes to be set aside. Where a person has decided
    ///     on it since, what waited behind it is still to be read: nothing is said to be reached beyond it.
    ///   - digests: SHA-256 of the bytes that were sent.
    ///   - fault: what the laboratory must hear of it; raised unless an alert on the same subject still stands.
    public func recordInterface(
        _ receipts: [LineReceipt], parked: [String: Int64], _ route: Route, site: String,
        digests: [MessageNumber: String], fault: Finding?, context: JudgementContext, at now: Date
    ) throws(JournalError) {
        try write(at: now) { appender in
            let own = receipts.filter { $0.state == .parked }.map(\.cause)
            let known = Set(parked.values).subtracting(own)
            let decided = known.isEmpty ? [] : known.subtracting(try Self.parked(route, appender.db).values)
            for receipt in receipts {
                let body = InterfaceBody(
                    receipt, route, site: site, reached: min(receipt.reached, (decided.min() ?? .max) - 1),
                    sha256: digests[receipt.number], context)
                try appender.append(.interface, about: receipt.cause, body)
            }
            try appender.tellOfWay(route, fault, context)
        }
    }

    /// A person has a message that is set aside tried again, or given up; one that waits can be given up too. On every
    /// way where it is not done.
    /// - Throws: `.refused` where no way has such a message.
    public func decideInterface(
        _ message: String, _ state: LineState, by person: Person, context: JudgementContext, at now: Date
    ) throws(JournalError) {
        try write(at: now) { appender in
            let states: Set<LineState> = state == .retry ? [.parked] : [.parked, .waiting, .retry]
            let found = try Route.allCases.flatMap { try Self.openMessages($0, appender.db) }.filter {
                $0.message == message && states.contains($0.state)
            }
            guard !found.isEmpty else {
                throw JournalError.refused(
                    state == .retry
                        ? "No message \(message) is set aside: `cqwatch interface status` lists those that are."
                        : "No message \(message) waits or is set aside: `cqwatch interface status` lists those that do."
                )
            }
            let act = try appender.append(person, state.rawValue, on: message, until: nil, context)
            for open in found {
                try Self.decide(open, state, by: person, act, context, &appender)
                try appender.tellOfWay(open.route, nil, context)
            }
        }
    }

    private static func decide(
        _ open: OpenMessage, _ state: LineState, by person: Person, _ act: Int64, _ context: JudgementContext,
        _ appender: inout Appender
    ) throws {
        let body = try newestBody(open.message, open.route, appender.db)
        let place = try interfacePlace(open.route, appender.db)
        // What waited behind it is to be read.
        let reached = min(place.reached, open.cause - 1)
        let receipt = LineReceipt(
            number: body.number, cause: open.cause, patient: open.patient, state: state, attempt: body.attempt,
            detail: "\(state == .retry ? "tried again" : "given up") by \(person.name), record \(act)",
            cursor: place.cursor, reached: reached)
        let site = String(body.message.prefix { $0 != "-" })
        try appender.append(
            .interface, about: open.cause,
            InterfaceBody(receipt, open.route, site: site, reached: reached, sha256: body.sha256, context))
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

    private static func interfacePlace(_ route: Route, _ db: Database) throws -> InterfacePlace {
        let sql = """
            SELECT body->>'$.cursor' AS cursor, body->>'$.reached' AS reached FROM record INDEXED BY record_interface_last
            WHERE kind = 'interface' AND interface_route = ? ORDER BY sequence DESC LIMIT 1
            """
        let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [route.rawValue])
        let cursor: Int64 = row?["cursor"] ?? 0
        return InterfacePlace(cursor: cursor, reached: row?["reached"] ?? cursor)
    }

    /// By patient, the record of the message that is set aside.
    private static func parked(_ route: Route, _ db: Database) throws -> [String: Int64] {
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
        let body = try CanonicalJSON.value(InterfaceBody.self, from: row["body"])
        return OpenMessage(
            route: body.route, message: body.message, cause: row["about"] ?? 0, patient: body.patient,
            state: body.state, attempt: body.attempt, detail: body.detail, time: row["time"])
    }

    private static func newestBody(_ message: String, _ route: Route, _ db: Database) throws -> InterfaceBody {
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
