internal import Assay
public import Foundation
internal import GRDB
public import Journal
public import Alerts

extension Casebook {
    private struct Naming: Decodable {
        struct Entry: Decodable { let patient: String }
        let patients: [Entry]?
    }

    /// When the patients file first named each patient, the removal of an entry counted too.
    static func firstNamings(_ db: Database) throws -> [String: Date] {
        let sql = "SELECT time, body FROM record INDEXED BY record_kind WHERE kind = 'configuration' ORDER BY time"
        var first: [String: Date] = [:]
        let rows = try Row.fetchCursor(db, sql: sql)
        while let row = try rows.next() {
            guard let time = try Timestamp.date(row.decode(forColumn: "time")) else { continue }
            for entry in try CanonicalJSON.value(Naming.self, from: row.decode(forColumn: "body"), keys: .asWritten)
                .patients ?? []
            where first[entry.patient] == nil { first[entry.patient] = time }
        }
        return first
    }

    /// Journals that another configuration holds from now on, and what it corrects: the results of every patient whose
    /// entry is new or changed are attributed anew, and the patient is judged anew, in the same transaction. Adds
    /// nothing where the configuration is the one that holds already. A patient who is no longer in the file keeps
    /// results and alerts.
    /// - Returns: nil where nothing was added.
    public func adopt(_ context: JudgementContext, reason: String, at now: Date) throws(JournalError) -> Adopted? {
        try write(at: now) { appender in
            let newest = try String.fetchOne(
                appender.db,
                sql:
                    "SELECT body FROM record INDEXED BY record_kind WHERE kind = 'configuration' ORDER BY sequence "
                    + "DESC LIMIT 1"
            )
            let held = try newest.map { try CanonicalJSON.value(ConfigurationBody.self, from: $0) }
            if held?.digest == context.configurationDigest, held?.programVersion == context.programVersion {
                return nil
            }
            let known = try Self.knownPatients(appender.db)
            let changes = Set(known.keys).union(context.patients.keys).sorted().compactMap { code -> PatientChange? in
                let new = context.patients[code].map(PatientEntry.init)
                return known[code] == new ? nil : PatientChange(patient: code, old: known[code], new: new)
            }
            let sequence = try appender.append(
                .configuration, about: nil,
                ConfigurationBody(
                    previous: held?.digest, digest: context.configurationDigest, reason: reason, patients: changes,
                    programVersion: context.programVersion))
            let moved = changes.filter { change in
                change.new.map { new in !(change.old.map(new.dates(as:)) ?? false) } ?? false
            }.map(\.patient)
            let results = moved.isEmpty ? 0 : try Self.reattribute(Set(moved), context: context, to: &appender)
            for change in changes { try Self.rejudge(change.patient, about: sequence, context: context, to: &appender) }
            return Adopted(
                sequence: sequence, patients: changes.map(\.patient), results: results, alerts: appender.events,
                deliveriesOwed: appender.owed)
        }
    }
}
