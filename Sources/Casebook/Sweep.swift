// What comes with time rather than with a run: reminders, escalations, missed visits, an expansion that did not come,
// results withheld for long.
public import Assay
public import Foundation
internal import GRDB
public import Journal
public import Alerts
import Rules

/// What one sweep added.
public struct Sweep: Hashable, Sendable {
    public let alerts: [AlertEvent]
    public let deliveriesOwed: Int
}

extension Casebook {
    /// After an outage the visits of this many days are looked at.
    static let outageDaysMax = 366

    /// Journals what is due now, in one transaction; adds nothing where nothing is.
    /// - Parameters:
    ///   - patients: some of `patientsDue`, to be judged. Only where no file is settling or unread: the rules of the
    ///     schedule stand on results that
    ///     are not there.
    ///   - unseen: what could not be looked at, as a sentence that stands in each alert on an absent result; nil:
    ///     everything was.
    ///   - completes: the date up to which all patients due have then been judged; nil where some are left.
    public func sweep(
        patients: [String], unseen: String? = nil, completes: CalendarDate?, context: JudgementContext, at now: Date
    ) throws(JournalError) -> Sweep {
        try write(at: now) { appender in
            let standing = try appender.remembering(Self.standing)
            // Not with each part of the patients; and also while the clock is doubted, when none are judged.
            let weighs = completes != nil || patients.isEmpty
            let premature = try weighs ? Self.weighPremature(context: context, to: &appender) : []
            for code in premature.subtracting(patients).sorted() {
                try Self.rejudge(
                    code, about: nil, backlogDone: completes != nil, unseen: unseen, context: context, to: &appender)
            }
            for code in patients {
                try Self.rejudge(code, about: nil, backlogDone: true, unseen: unseen, context: context, to: &appender)
            }
            if let completes {
                try Self.askForRuns(context, unseen: unseen, &appender)
                if try Self.sweptOn(appender.db) != completes {
                    try appender.append(.sweep, about: nil, SweepBody(day: completes))
                }
            }
            let due = standing.alerts.values.map { alert, life in
                (
                    alert,
                    dueEvents(
                        life, alert.finding, context.delivery.escalation, confirmBy: context.confirmBy(alert.finding),
                        now: now)
                )
            }
            for (alert, due) in due.filter({ !$0.1.isEmpty }).sorted(by: {
                ($0.0.raised, $0.0.id) < ($1.0.raised, $1.0.id)
            }) {
                // Judging its patient may just have ended or confirmed it.
                guard try Self.alert(alert.id, appender.db) == alert else { continue }
                for event in due {
                    let (kind, escalation) = (event.occurrence.event, event.occurrence.escalation)
                    let reason =
                        escalation == .overdueConfirmation
                        ? "the confirming sample has not come" : "nobody has acknowledged it"
                    try appender.append(
                        kind, alert, AlertDetail(reason: reason, escalation: escalation), about: nil, context: context)
                }
            }
            for counting in standing.counting.values.filter({ $0.due.map { $0 <= now } ?? false }).sorted(by: {
                $0.alert.id < $1.alert.id
            }) {
                try Self.count(counting.alert, about: nil, context: context, to: &appender)
            }
            return Sweep(alerts: appender.events, deliveriesOwed: appender.owed)
        }
    }

    /// When the next sweep can find something, later than `now`; nil where nothing will come by itself.
    public func nextSweep(after now: Date, context: JudgementContext) throws(JournalError) -> Date? {
        try remembering { memory, db in
            var times = context.patients.values.compactMap { patient in
                nextScheduledDay(patient, after: context.today, settings: context.rules).flatMap(context.start)
            }
            times += [try Self.nextQuestion(context, db)].compactMap(\.self)
            let standing = try Self.standing(&memory, db)
            for (alert, life) in standing.alerts.values {
                let confirmBy = context.confirmBy(alert.finding)
                times += [nextDue(life, alert.finding, context.delivery.escalation, confirmBy: confirmBy, now: now)]
                    .compactMap(\.self)
            }
            times += standing.counting.values.compactMap(\.due)
            let concerned = standing.patients
            try memory.standing.catchUpWithheld(since: now - context.withheldSeconds, db)
            times += memory.standing.withheld.lazy.filter { concerned.contains($0.patient) }.map {
                $0.since + context.withheldSeconds
            }.filter { $0 > now }.prefix(1)
            return times.filter { $0 > now }.min()
        }
    }

    /// Patients for whom a date of the schedule has passed, and those whose withheld results somebody may be waiting
    /// for.
    /// - Parameter since: the date up to which they have been judged already; nil: unknown.
    public func patientsDue(since: CalendarDate?, context: JudgementContext) throws(JournalError) -> [String] {
        // A date that lies ahead, as after a clock that ran ahead, says nothing of today.
        let last =
            since.flatMap { $0 <= context.today ? $0 : nil } ?? CalendarDate(
                dayNumber: context.today.dayNumber - Self.outageDaysMax) ?? context.today
        let scheduled = context.patients.values.filter { patient in
            nextScheduledDay(patient, after: last, settings: context.rules).map { $0 <= context.today } ?? false
        }
        let concerned = try remembering(Self.standing).patients
        return Set(scheduled.map(\.code)).union(concerned).sorted()
    }

    /// The date of the last complete sweep; nil where none is known, or another configuration holds since: its dates
    /// are to be looked at anew.
    public func sweptOn() throws(JournalError) -> CalendarDate? { try read(Self.sweptOn) }

    private static func sweptOn(_ db: Database) throws -> CalendarDate? {
        let sql = """
            SELECT body FROM record WHERE sequence = (SELECT max(sequence) FROM record INDEXED BY record_kind WHERE kind = 'sweep')
                AND sequence > coalesce((SELECT max(sequence) FROM record INDEXED BY record_kind WHERE kind = 'configuration'), 0)
            """
        return try String.fetchOne(db.cachedStatement(sql: sql)).map {
            try CanonicalJSON.value(SweepBody.self, from: $0).day
        }
    }

    /// The alerts that something may still come for.
    private static func standing(_ memory: inout CasebookMemory, _ db: Database) throws -> StandingAlerts {
        try memory.standing.catchUp(db)
        return memory.standing
    }
}

extension JudgementContext {
    /// After so many seconds a withheld result is told of.
    fileprivate var withheldSeconds: Double { rules.withheldHoursMax * 3600 + 1 }
}
