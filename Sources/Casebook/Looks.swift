// What the service for browsers asks of the journal: that a form acts once, who saw what, and whether there is news.
public import Foundation
internal import GRDB
public import Journal
public import Alerts
public import Snapshots

/// What a person did, as its record says.
public struct PersonAct: Hashable, Sendable {
    /// "acknowledged", "run voided" and so on.
    public let act: String
    /// What it was done to.
    public let on: String?
    public let by: String
}

extension Casebook {
    /// The act of a person who only looked.
    private static let looked = "looked"

    /// Forms are looked for among records of so long, seconds: longer than any is good for, whatever the clock did.
    private static let formsSeconds = 3 * 86_400.0

    /// The record that a form has made; nil where it has made none.
    public func record(ofForm form: String, at now: Date) throws(JournalError) -> Int64? {
        try read { db in try Self.record(ofForm: form, at: now, db) }
    }

    /// Refuses a form that has acted already.
    static func refuseTwice(_ person: Person, _ appender: Appender) throws {
        guard let form = person.form, let record = try record(ofForm: form, at: appender.now, appender.db) else {
            return
        }
        throw JournalError.refused("This form has been sent already: it made record \(record).")
    }

    private static func record(ofForm form: String, at now: Date, _ db: Database) throws -> Int64? {
        let sql = """
            SELECT sequence FROM record INDEXED BY record_kind
            WHERE kind = 'person' AND time >= ? AND body->>'$.form' = ? ORDER BY sequence DESC LIMIT 1
            """
        return try Int64.fetchOne(
            db.cachedStatement(sql: sql), arguments: [Timestamp.text(now.addingTimeInterval(-formsSeconds)), form])
    }

    /// Journals that a person looked at a page.
    /// - Parameters:
    ///   - page: "patient P01".
    ///   - user: the account as the proxy knows it.
    public func recordLook(at page: String, by name: String, user: String, context: JudgementContext, at now: Date)
        throws(JournalError)
    {
        _ = try write(at: now) { appender in
            try appender.append(
                .person, about: nil,
                PersonBody(
                    act: Self.looked, on: page, by: name, user: user, note: nil, until: nil,
                    programVersion: context.programVersion))
        }
    }

    /// The newest record that a page may show: a look changes none. 0 in an empty journal.
    public func newestNews() throws(JournalError) -> Int64 {
        try read { db in
            let sql = """
                SELECT sequence FROM record NOT INDEXED
                WHERE NOT (kind = 'person' AND body->>'$.act' = ?) ORDER BY sequence DESC LIMIT 1
                """
            return try Int64.fetchOne(db.cachedStatement(sql: sql), arguments: [Self.looked]) ?? 0
        }
    }

    /// What a person decided about a run; nil for a record of anything else.
    public func decision(_ record: Int64) throws(JournalError) -> RunDecision.Act? {
        let act = try personAct(record)?.act
        return RunDecision.Act.allCases.first { "run \($0.rawValue)" == act }
    }

    /// What a person did; nil for a record of anything else.
    public func personAct(_ record: Int64) throws(JournalError) -> PersonAct? {
        try read { db in
            let body = try String.fetchOne(
                db, sql: "SELECT body FROM record WHERE sequence = ? AND kind = 'person'", arguments: [record])
            guard let body = try body.map({ try CanonicalJSON.value(PersonBody.self, from: $0) }),
                body.act != Self.looked
            else { return nil }
            return PersonAct(act: body.act, on: body.on, by: body.by)
        }
    }
}
