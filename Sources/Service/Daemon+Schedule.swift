// What comes with the date: one timer for the next thing that is due, and one transaction when it has come.
internal import Assay
internal import Delivery
internal import Foundation
internal import Journal
internal import Judgement
internal import Log
internal import Monitoring

/// What the daemon owes the calendar.
struct SweepSchedule {
    /// Reminders and escalations are to be looked for, and patients to be judged. Both at the start: the daemon may have been away.
    private(set) var alertsDue = true
    private(set) var patientsDue = true
    /// Date of the last sweep that judged the patients.
    private(set) var patientsSwept: CalendarDate?
    /// The journal has changed since the timer was set.
    var isStale = true

    mutating func fallDue() { (alertsDue, patientsDue) = (true, true) }

    mutating func swept(patients: Bool, on today: CalendarDate) {
        alertsDue = false
        isStale = true
        guard patients else { return }
        patientsDue = false
        patientsSwept = today
    }
}

extension Daemon {
    /// After each batch of events: performs what is due, then sets the timer for what comes next. Reminders and escalations come on time;
    /// the rules that stand on absent results wait until nothing is settling or unread.
    func keepSchedule() throws(JournalError) {
        guard monitor.surveyed else { return }
        let patients = schedule.patientsDue && monitor.backlogDone
        if schedule.alertsDue || patients {
            let context = context
            let sweep = try journal.sweep(patients: patients, since: schedule.patientsSwept, context: context, at: Date())
            schedule.swept(patients: patients, on: context.today)
            if sweep.deliveriesOwed > 0 { deliverer?.poke() }
            for event in sweep.alerts {
                let finding = event.alert.finding
                logger.say(
                    .alertDue, "Due: alert \(event.alert.id) \(finding.rule) \(finding.severity.rawValue) \(event.event.rawValue).",
                    [.alert: [event.alert.id], .patient: [finding.patient].compactMap(\.self)])
            }
        }
        guard schedule.isStale else { return }
        loop.arm(due: try journal.nextSweep(after: Date(), context: context))
        schedule.isStale = false
    }
}
