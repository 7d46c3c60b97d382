// No run has come for long: something may be broken that says nothing by itself.
internal import Assay
internal import Foundation
internal import GRDB
internal import Journal
internal import Alerts
internal import Rules

extension Casebook {
    /// Asks the laboratory where no run has come for too long.
    static func askForRuns(_ context: JudgementContext, unseen: String?, _ appender: inout Appender) throws {
        guard var finding = noRunFinding(lastRun: try newestRun(context, appender.db), context: context.forRules) else {
            return
        }
        if let unseen { finding.text += " " + unseen }
        let existing = try alerts(withSubject: finding.subject, appender.db)
        try appender.apply(reconcile([finding], with: existing, backlogDone: true), about: nil, context: context)
    }

    /// When that question falls due; nil before the first run.
    static func nextQuestion(_ context: JudgementContext, _ db: Database) throws -> Date? {
        guard let last = try newestRun(context, db) else { return nil }
        return CalendarDate(dayNumber: last.dayNumber + context.rules.noRunDaysMax + 1).flatMap(context.start)
    }

    /// A run has come: the question is answered.
    /// - Parameter quiet: start of the newest run before it.
    static func endSilence(
        since quiet: String?, with run: RunAnalysis, about record: Int64, context: JudgementContext,
        to appender: inout Appender
    ) throws {
        guard let quiet = quiet.flatMap({ CalendarDate(iso: $0) }),
            let started = run.identity.started.flatMap({ CalendarDate(iso: $0) }), started > quiet,
            started <= context.today
        else { return }
        let asked = try alerts(withSubject: noRunSubject(quiet), appender.db).filter(\.state.stands)
        try appender.apply(
            asked.map { .clear(alert: $0.id, reason: "a run of \(started.iso) has come") }, about: record,
            context: context)
    }

    private static func newestRun(_ context: JudgementContext, _ db: Database) throws -> CalendarDate? {
        try newestStart(upTo: context.today.iso, db).flatMap { CalendarDate(iso: $0) }
    }
}
