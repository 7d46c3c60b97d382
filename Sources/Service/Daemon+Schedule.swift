// What comes with the date: what the sweeper decides, done.
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

extension Daemon {
    /// After each batch of events: performs what is due, then sets the timer for what comes next. Reminders and
    /// escalations come on time; the rules that stand on absent results wait until nothing is settling or unread.
    func keepSchedule() throws(JournalError) {
        guard monitor.surveyed else { return }
        try sweep(after: .looked(mayJudge: monitor.absence.mayJudge && clock.doubt == nil))
    }

    private func sweep(after event: Sweeper.Event) throws(JournalError) {
        let context = context
        for effect in sweeper.handle(event, on: context.today) {
            switch effect {
            case .findDue(let since):
                try sweep(after: .found(try casebook.patientsDue(since: since, context: context)))
            case .findEverybody: try sweep(after: .found(context.patients.keys.sorted()))
            case .sweep(let round):
                try perform(round, context)
                try sweep(after: .swept)
            case .comeBack: mailbox.post(.more)
            case .setTimer: loop.arm(due: try casebook.nextSweep(after: Date(), context: context))
            }
        }
    }

    private func perform(_ round: Sweeper.Round, _ context: JudgementContext) throws(JournalError) {
        let sweep = try casebook.sweep(
            patients: round.patients, unseen: round.judges ? unseen() : nil, completes: round.completes,
            context: context, at: Date())
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
