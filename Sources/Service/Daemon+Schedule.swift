// What comes with the date: one timer for the next thing that is due, and one transaction when it has come.
import Rules
import Alerts
internal import Assay
internal import Casebook
internal import Configuration
internal import Delivery
internal import Files
internal import Foundation
internal import Journal
internal import Log
internal import Monitoring

/// What the daemon owes the calendar.
struct SweepSchedule {
    /// Judging a patient takes some milliseconds.
    static let patientsAtOnce = 25

    /// Reminders and escalations are to be looked for, and patients to be judged. Both at the start: the daemon may
    /// have been away.
    private(set) var alertsDue = true
    private(set) var patientsDue = true
    /// Patients still to be judged: of the sweep under way, and those of new runs, whom the rules that stand on absent
    /// results have not seen since.
    private(set) var waiting: ArraySlice<String> = []
    /// The date of that sweep.
    private(set) var sweepDay: CalendarDate?
    /// Date of the last sweep that judged all patients due; nil where it is not known.
    private(set) var patientsSwept: CalendarDate?
    /// The journal has changed since the timer was set.
    var isStale = true

    mutating func fallDue() { (alertsDue, patientsDue) = (true, true) }

    /// The date of the last sweep lies ahead: the clock was wrong then, and what that sweep raised may be wrong too.
    func sweptAhead(of today: CalendarDate) -> Bool { patientsSwept.map { $0 > today } ?? false }

    /// Another configuration: what it says of the dates that have passed is not known yet.
    mutating func forget() {
        patientsSwept = nil
        fallDue()
    }

    init(patientsSwept: CalendarDate?) { self.patientsSwept = patientsSwept }

    /// A sweep of the patients begins, instead of one that may be under way.
    mutating func begin(_ patients: [String], on today: CalendarDate) {
        (waiting, sweepDay, patientsDue) = (Set(waiting).union(patients).sorted()[...], today, false)
    }

    /// A run has come for them: a date that passed before it is not waited for again.
    mutating func enqueue(_ patients: Set<String>) {
        waiting += patients.subtracting(waiting).sorted()
    }

    var isSweeping: Bool { sweepDay != nil || !waiting.isEmpty }

    /// Alerts, and the next of the patients, are done.
    mutating func swept(_ patients: Int) {
        alertsDue = false
        isStale = true
        waiting = waiting.dropFirst(patients)
        if waiting.isEmpty, let day = sweepDay { (patientsSwept, sweepDay) = (day, nil) }
    }
}

extension Daemon {
    /// After each batch of events: performs what is due, then sets the timer for what comes next. Reminders and
    /// escalations come on time; the rules that stand on absent results wait until nothing is settling or unread.
    ///
    /// Many patients are judged some at a time, so that a run which comes meanwhile waits for a few of them and not for
    /// all.
    func keepSchedule() throws(JournalError) {
        guard monitor.surveyed else { return }
        let context = context
        let mayJudge = monitor.absence.mayJudge && clock.doubt == nil
        if mayJudge, schedule.sweptAhead(of: context.today) {
            schedule.forget()
            schedule.begin(context.patients.keys.sorted(), on: context.today)
        } else if mayJudge, schedule.patientsDue {
            schedule.begin(try casebook.patientsDue(since: schedule.patientsSwept, context: context), on: context.today)
        }
        let judges = schedule.isSweeping && mayJudge
        if schedule.alertsDue || judges {
            let patients = judges ? schedule.waiting.prefix(SweepSchedule.patientsAtOnce) : []
            let isLast = judges && patients.count == schedule.waiting.count
            let sweep = try casebook.sweep(
                patients: Array(patients), unseen: judges ? unseen() : nil, completes: isLast ? schedule.sweepDay : nil,
                context: context, at: Date())
            schedule.swept(patients.count)
            if schedule.isSweeping { mailbox.post(.more) }
            if sweep.deliveriesOwed > 0 { deliverer?.poke() }
            for event in sweep.alerts {
                let finding = event.alert.finding
                logger.say(
                    .alertDue,
                    "Due: alert \(event.alert.id) \(finding.rule) \(finding.severity.rawValue)"
                        + "\(finding.patient.map { " \($0)" } ?? "") \(event.event.rawValue).",
                    [.alert: [event.alert.id.text], .patient: [finding.patient].compactMap(\.self)])
            }
        }
        guard schedule.isStale else { return }
        loop.arm(due: try casebook.nextSweep(after: Date(), context: context))
        schedule.isStale = false
    }

    /// What the rules on absent results cannot see, for their alerts; told to the log when it changes.
    private func unseen() -> String? {
        let unseen: [BytePath] = if case .blind(let paths) = monitor.absence { paths } else { [] }
        let sentence = unseen.isEmpty ? nil : Self.blindSentence(unseen, configuration.watch.absenceWaitSeconds)
        if unseen != toldUnseen, let sentence {
            logger.say(
                .absenceUnseen, "The rules on absent results wait no longer. \(sentence)", [.file: unseen.map(\.text)])
        }
        toldUnseen = unseen
        return sentence
    }
}
