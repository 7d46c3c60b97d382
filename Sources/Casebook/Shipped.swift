// Records of other sites' journals, as the centre reads them: the same bodies by the same types.
public import Alerts
public import Assay
public import Foundation
public import Journal
public import Laboratory
public import Rules

/// A result record of another journal.
public struct ShippedResult: Sendable {
    public let patient: String?
    /// The result that it replaces.
    public let amends: Int64?
    public let runID: RunID
    public let serial: String?
    public let started: String?
    public let measurement: Rules.Measurement

    /// - Parameters:
    ///   - body: as the record holds it.
    ///   - about: record of its run.
    public init(body: String, sequence: Int64, about: Int64, recorded: Date?) throws {
        let result = try CanonicalJSON.value(ResultBody.self, from: body, keys: .asWritten)
        (patient, amends, runID) = (result.patient, result.amends, result.run)
        (serial, started) = (result.serial, result.started)
        measurement = result.measurement(sequence: sequence, run: about, recorded: recorded)
    }
}

/// A run's heading, out of the members of its body.
public struct ShippedRun: Sendable {
    public let id: RunID
    public let serial: String?
    public let started: String?
    /// Nil for a run that failed its own quality control.
    public let summary: RunSummary?

    /// - Parameters: the texts of these members; "null" or nil where there is none.
    public init(identity: String, summary: String?) throws {
        let run = try CanonicalJSON.value(RunIdentity.self, from: identity, keys: .asWritten)
        (id, serial, started) = (run.id, run.serial, run.started)
        self.summary = try summary.flatMap { $0 == "null" ? nil : $0 }.map {
            try CanonicalJSON.value(RunSummary.self, from: $0, keys: .asWritten)
        }
    }
}

/// The alert that an alert record leaves behind.
public func shippedAlert(body: String) throws -> Alert { try CanonicalJSON.value(AlertBody.self, from: body).alert }

/// What a configuration record says of patients: the dates of their infusions; nil for one who is no longer in the file.
public func shippedEntries(body: String) throws -> [(patient: String, infusions: [String]?)] {
    try (CanonicalJSON.value(ConfigurationBody.self, from: body).patients ?? []).map { change in
        let dates = change.new.map { [$0.infusion].compactMap(\.self) + ($0.further ?? []).map(\.date) }
        return (change.patient, dates?.map(\.iso))
    }
}

extension Casebook {
    /// Judges a person whose values lie in other journals, and owes what changed: the alerts are this journal's.
    /// - Parameters:
    ///   - measurements: all that counts, from every site; numbers of records are not this journal's.
    ///   - complete: nothing is missing that the rules on absent results wait for.
    /// - Returns: what was told.
    public func judgeSubject(
        _ subject: String, _ measurements: [Rules.Measurement], complete: Bool, context: JudgementContext, at now: Date
    ) throws(JournalError) -> [AlertEvent] {
        guard let patient = context.patients[subject] else { return [] }
        return try write(at: now) { appender in
            let known = try appender.remembering { memory, db in try memory.patient(subject, db) }
            let first = measurements.compactMap(\.recorded).min()
            let findings = Rules.judge(
                patient, measurements, context: context.forRules, firstRecord: first.flatMap(context.date), now: now,
                closures: known.closures)
            let changes = reconcile(findings, with: known.alerts, backlogDone: complete)
            // No record of this journal holds the values: the alert stands by itself and names their sites.
            try appender.apply(changes, about: nil, context: context)
            return appender.events
        }
    }
}
