// What persons do with alerts and deliveries: the act is a record of its own that names who, as whom and why; what
// follows from it is in the same transaction.
public import Foundation
internal import GRDB
public import Journal
public import Alerts
internal import Assay
public import Rules

/// Who acts, and why.
public struct Person: Hashable, Sendable {
    /// The name that the person gives.
    public let name: String
    /// The account as the system knows it.
    public let user: String
    public let note: String
    /// The number of the form that was filled in; it acts once, however often it is sent. Nil for a command.
    public let form: String?

    public init(name: String, user: String, note: String, form: String? = nil) {
        self.form = form
        self.name = name
        self.user = user
        self.note = note
    }
}

/// Which alerts a person acts on.
public enum ChosenAlerts: Hashable, Sendable {
    case these([AlertID])
    /// Those of a patient that stand.
    case ofPatient(String)
    /// All that stand.
    case all
}

extension Casebook {
    /// Journals a person's act on an alert. See `act(_:on:by:context:at:)`.
    /// - Parameter seen: record of the alert that the person was shown: where the alert has come to say something else
    ///   since, it is refused, for nobody decides about what they did not see. Nil for one who named the alert.
    public func act(
        _ act: AlertAct, onAlert id: AlertID, seen: Int64? = nil, by person: Person, context: JudgementContext,
        at now: Date
    ) throws(JournalError) -> Alert {
        guard let alert = try perform(act, on: .these([id]), seen: seen, by: person, context, at: now).first else {
            throw .refused("The journal holds no alert \(id).")
        }
        return alert
    }

    /// Journals a person's act on alerts, on all of them or on none: for each the act, the alert as it stands
    /// afterwards, and what is owed for it. The patients of closed alerts are judged anew, for later values are then
    /// held against the new level.
    /// - Returns: the alerts as they stand, in the order in which they were named or raised.
    /// - Throws: `.refused` with a sentence where the act makes no sense on one that was named, or on none at all.
    public func act(
        _ act: AlertAct, on chosen: ChosenAlerts, by person: Person, context: JudgementContext, at now: Date
    ) throws(JournalError) -> [Alert] {
        try perform(act, on: chosen, seen: nil, by: person, context, at: now)
    }

    private func perform(
        _ act: AlertAct, on chosen: ChosenAlerts, seen: Int64?, by person: Person, _ context: JudgementContext,
        at now: Date
    ) throws(JournalError) -> [Alert] {
        try write(at: now) { appender in
            try Self.refuseTwice(person, appender)
            var acted: [Alert] = []
            var closed: [(patient: String, record: Int64)] = []
            for id in try Self.ids(of: chosen, appender.db) {
                guard let (known, life) = try Self.life(ofAlert: id, appender.db) else {
                    throw JournalError.refused("The journal holds no alert \(id).")
                }
                if let seen { try Self.refuseUnseen(known, seen, appender.db) }
                let reason = refusal(
                    of: act, on: life, by: person.name, note: person.note, settings: context.delivery.escalation,
                    now: now)
                if let reason {
                    // Of those that nobody named, what is acknowledged already is left alone.
                    if case .these(let ids) = chosen {
                        throw JournalError.refused(ids.count == 1 ? reason : "\(id): \(reason)")
                    }
                    if act == .acknowledge, life.state == .acknowledged { continue }
                    throw JournalError.refused(reason)
                }
                let (alert, record) = try Self.perform(act, on: known, life, by: person, context, to: &appender)
                acted.append(alert)
                if act == .close || act == .reopen, let patient = alert.finding.patient {
                    closed.append((patient, record))
                }
            }
            guard !acted.isEmpty else { throw JournalError.refused("No alert stands that this could be done to.") }
            var judged: Set<String> = []
            for (patient, record) in closed where judged.insert(patient).inserted {
                try Self.rejudge(patient, about: record, context: context, to: &appender)
            }
            return acted
        }
    }

    /// Refuses where the alert says something else than it did by that record of it.
    private static func refuseUnseen(_ alert: Alert, _ record: Int64, _ db: Database) throws {
        let sql = "SELECT body FROM record WHERE sequence = ? AND kind = 'alert' AND alert_id = ?"
        let then = try String.fetchOne(db.cachedStatement(sql: sql), arguments: [record, alert.id.text]).map {
            try CanonicalJSON.value(AlertBody.self, from: $0).alert.finding
        }
        guard then == alert.finding else {
            throw JournalError.refused("The alert has changed since it was shown: look at it again.")
        }
    }

    private static func ids(of chosen: ChosenAlerts, _ db: Database) throws -> [AlertID] {
        switch chosen {
        case .these(let ids):
            var seen: Set<AlertID> = []
            return ids.filter { seen.insert($0).inserted }
        case .ofPatient(let code): return try standing(db).filter { $0.finding.patient == code }.map(\.id)
        case .all: return try standing(db).map(\.id)
        }
    }

    private static func perform(
        _ act: AlertAct, on known: Alert, _ life: AlertLife, by person: Person, _ context: JudgementContext,
        to appender: inout Appender
    ) throws -> (Alert, record: Int64) {
        let until: Date? = if case .silence(let end) = act { end } else { nil }
        let record = try appender.append(person, act.event.rawValue, on: known.id.text, until: until, context)
        var after = life
        after.apply(AlertOccurrence(act.event, at: appender.now, until: until))
        var alert = known
        alert.state = after.state
        let detail = AlertDetail(
            reason: act == .close ? person.note : nil, by: person.name, note: person.note, until: until,
            closedOn: act == .close ? context.today : nil)
        try appender.append(act.event, alert, detail, about: record, context: context)
        return (alert, record)
    }

    /// Owes a failed delivery again, or makes a waiting one due at once, because a person asks.
    public func retryDelivery(_ id: DeliveryID, by person: Person, context: JudgementContext, at now: Date)
        throws(JournalError)
    {
        try write(at: now) { appender in
            try appender.append(person, "retry", on: id.text, until: nil, context)
            try Self.owe(id, again: "asked for by \(person.name)", &appender)
        }
    }

    /// Journals a marked test and owes it to every channel. It is over from the start: it stands in no list of open
    /// alerts, and nobody is reminded of it.
    public func recordTest(_ severity: Severity, by person: Person, context: JudgementContext, at now: Date)
        throws(JournalError) -> Alert
    {
        try write(at: now) { appender in
            let record = try appender.append(person, "test", on: nil, until: nil, context)
            let finding = Finding(
                rule: "test", severity: severity, subject: "test",
                text:
                    "TEST: this alert was asked for by \(person.name) to try the channels. It concerns no patient and "
                    + "no run.",
                advice: "Nothing needs to be done. If you did not expect it, ask the laboratory.")
            let raised = Timestamp.date(Timestamp.text(now)) ?? now
            let alert = Alert(id: AlertID(appender.next), state: .closed, raised: raised, finding: finding)
            try appender.append(
                .test, alert, AlertDetail(by: person.name, note: person.note), about: record, context: context)
            return alert
        }
    }

    /// The deliveries of an alert's first record as they stand, in the order in which they were owed.
    public func deliveries(ofAlert id: AlertID) throws(JournalError) -> [Delivery] {
        try read { db in
            let newest = try Int64.fetchAll(
                db,
                sql: """
                    SELECT max(sequence) FROM record INDEXED BY record_about WHERE about = ? AND kind = 'delivery'
                    GROUP BY delivery_id ORDER BY min(sequence)
                    """, arguments: [id.sequence])
            return try newest.compactMap { try Self.delivery($0, db) }
        }
    }
}

extension Appender {
    @discardableResult
    mutating func append(
        _ person: Person, _ act: String, on subject: String?, until: Date?, _ context: JudgementContext
    ) throws -> Int64 {
        try append(
            .person, about: nil,
            PersonBody(
                act: act, on: subject, by: person.name, user: person.user, note: person.note, until: until,
                form: person.form,
                programVersion: context.programVersion))
    }
}
