// What comes with time rather than with a run: reminders, escalations, missed visits, an expansion that did not come, results withheld for long.
public import Assay
public import Foundation
internal import GRDB
public import Judgement

/// What one sweep added.
public struct Sweep: Hashable, Sendable {
    public let alerts: [AlertEvent]
    public let deliveriesOwed: Int
}

extension Journal {
    /// After an outage the visits of this many days are looked at.
    static let outageDaysMax = 366

    /// Journals what is due now, in one transaction; adds nothing where nothing is.
    /// - Parameters:
    ///   - patients: some of `patientsDue`, to be judged. Only where no file is settling or unread: the rules of the schedule stand on results that
    ///     are not there.
    ///   - unseen: what could not be looked at, as a sentence that stands in each alert on an absent result; nil: everything was.
    ///   - completes: the date up to which all patients due have then been judged; nil where some are left.
    public func sweep(patients: [String], unseen: String? = nil, completes: CalendarDate?, context: JudgementContext, at now: Date) throws(JournalError) -> Sweep {
        try write(at: now) { appender in
            for code in patients { try Self.rejudge(code, about: nil, backlogDone: true, unseen: unseen, context: context, to: &appender) }
            if let completes {
                try Self.askForRuns(context, unseen: unseen, &appender)
                try appender.db.execute(sql: "INSERT OR REPLACE INTO swept (one, day) VALUES (1, ?)", arguments: [completes.iso])
            }
            for id in try Self.aliveAlerts(appender.db) {
                guard let (alert, life) = try Self.life(ofAlert: id, appender.db) else { continue }
                let due = dueEvents(life, alert.finding, context.delivery.escalation, confirmBy: context.confirmBy(alert.finding), now: now)
                for event in due {
                    let (kind, escalation) = (event.occurrence.event, event.occurrence.escalation)
                    let reason = escalation == .overdueConfirmation ? "the confirming sample has not come" : "nobody has acknowledged it"
                    try appender.append(kind, alert, AlertDetail(reason: reason, escalation: escalation), about: nil, context: context)
                }
            }
            return Sweep(alerts: appender.events, deliveriesOwed: appender.owed)
        }
    }

    /// When the next sweep can find something, later than `now`; nil where nothing will come by itself.
    public func nextSweep(after now: Date, context: JudgementContext) throws(JournalError) -> Date? {
        try read { db in
            var times = context.patients.values.compactMap { patient in
                nextScheduledDay(patient, after: context.today, settings: context.rules).flatMap(context.start)
            }
            times += [try Self.nextQuestion(context, db)].compactMap(\.self)
            for id in try Self.aliveAlerts(db) {
                guard let (alert, life) = try Self.life(ofAlert: id, db) else { continue }
                let confirmBy = context.confirmBy(alert.finding)
                times += [nextDue(life, alert.finding, context.delivery.escalation, confirmBy: confirmBy, now: now)].compactMap(\.self)
            }
            for code in try Self.patientsUnderAlert(db) {
                let withheld = try Self.measurements(of: code, db).filter { $0.withheld != nil }
                times += withheld.compactMap { $0.recorded?.addingTimeInterval(context.rules.withheldHoursMax * 3600 + 1) }
            }
            return times.filter { $0 > now }.min()
        }
    }

    /// Patients for whom a date of the schedule has passed, and those whose withheld results somebody may be waiting for.
    /// - Parameter since: the date up to which they have been judged already; nil: unknown.
    public func patientsDue(since: CalendarDate?, context: JudgementContext) throws(JournalError) -> [String] {
        let last = since ?? CalendarDate(dayNumber: context.today.dayNumber - Self.outageDaysMax) ?? context.today
        let scheduled = context.patients.values.filter { patient in
            nextScheduledDay(patient, after: last, settings: context.rules).map { $0 <= context.today } ?? false
        }
        return Set(scheduled.map(\.code)).union(try read(Self.patientsUnderAlert)).sorted()
    }

    /// The date of the last complete sweep; nil where none is known.
    public func sweptOn() throws(JournalError) -> CalendarDate? {
        try read { db in try String.fetchOne(db, sql: "SELECT day FROM swept").flatMap { CalendarDate(iso: $0) } }
    }

    private static func patientsUnderAlert(_ db: Database) throws -> Set<String> {
        let alive = try aliveAlerts(db).compactMap { try alert($0, db)?.finding }
        return Set(alive.filter { $0.severity == .warning || $0.severity == .critical }.compactMap(\.patient))
    }

    private static func aliveAlerts(_ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT id FROM (SELECT max(sequence) AS last, alert_id AS id, alert_state AS state FROM record INDEXED BY record_alert
                    WHERE kind = 'alert' GROUP BY alert_id)
                WHERE state IN (\(standingStates)) ORDER BY last
                """)
    }
}
