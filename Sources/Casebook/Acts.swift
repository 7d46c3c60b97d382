// What persons do with alerts and deliveries: the act is a record of its own that names who, as whom and why; what
// follows from it is in the same transaction.
public import Foundation
internal import GRDB
public import Journal
public import Alerts
public import Rules

/// Who acts, and why.
public struct Person: Hashable, Sendable {
    /// The name that the person gives.
    public let name: String
    /// The account as the system knows it.
    public let user: String
    public let note: String

    public init(name: String, user: String, note: String) {
        self.name = name
        self.user = user
        self.note = note
    }
}

extension Casebook {
    /// Journals a person's act on an alert: the act, the alert as it stands afterwards, and what is owed for it. A
    /// closed alert's patient is judged anew, for later values are then held against the new level.
    /// - Throws: `.refused` with a sentence where the act makes no sense.
    public func act(_ act: AlertAct, onAlert id: AlertID, by person: Person, context: JudgementContext, at now: Date)
        throws(JournalError) -> Alert
    {
        try write(at: now) { appender in
            guard let (known, life) = try Self.life(ofAlert: id, appender.db) else {
                throw JournalError.refused("The journal holds no alert \(id).")
            }
            let settings = context.delivery.escalation
            if let reason = refusal(of: act, on: life, by: person.name, note: person.note, settings: settings, now: now)
            {
                throw JournalError.refused(reason)
            }
            let until: Date? = if case .silence(let end) = act { end } else { nil }
            let record = try appender.append(person, act.event.rawValue, on: id.text, until: until, context)
            var after = life
            after.take(AlertOccurrence(act.event, at: now, until: until))
            var alert = known
            alert.state = after.state
            let detail = AlertDetail(
                reason: act == .close ? person.note : nil, by: person.name, note: person.note, until: until,
                closedOn: act == .close ? context.today : nil)
            try appender.append(act.event, alert, detail, about: record, context: context)
            if act == .close, let patient = alert.finding.patient {
                try Self.rejudge(patient, about: record, context: context, to: &appender)
            }
            return alert
        }
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
                programVersion: context.programVersion))
    }
}
