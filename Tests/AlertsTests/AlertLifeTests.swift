import Assay
import Foundation
import Testing

@testable import Alerts
@testable import Rules

struct AlertLifeTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)
    private let settings = EscalationSettings()
    private func hours(_ n: Double) -> Date { start + n * 3600 }
    private func finding(_ severity: Severity, confirmed: Bool = false) -> Finding {
        Finding(
            rule: "R4", severity: severity, confirmed: confirmed, patient: "P01", day: 150, subject: "s", text: "t",
            advice: "a")
    }
    private func due(_ life: AlertLife, _ severity: Severity, _ now: Date, confirmBy: Date? = nil) -> [String] {
        dueEvents(life, finding(severity), settings, confirmBy: confirmBy, now: now).map {
            $0.occurrence.event.rawValue + ($0.occurrence.escalation.map { " \($0)" } ?? "")
        }
    }

    @Test("A critical alert nobody acknowledges goes to the second contact after 1 h and to the head after 4 h")
    func critical() {
        var life = AlertLife(raised: start)
        #expect(due(life, .critical, hours(0.99)).isEmpty)
        #expect(nextDue(life, finding(.critical), settings, now: start) == hours(1))
        #expect(due(life, .critical, hours(1)) == ["escalated second"])
        life.apply(AlertOccurrence(.escalated, at: hours(1), escalation: .second))
        #expect(due(life, .critical, hours(3.9)).isEmpty)
        #expect(due(life, .critical, hours(4)) == ["escalated head"])
        life.apply(AlertOccurrence(.acknowledged, at: hours(2)))
        #expect(due(life, .critical, hours(100)).isEmpty)
        #expect(life.state == .acknowledged)
    }

    @Test("A warning escalates after 24 h; notices, tasks and the laboratory's alerts never do")
    func others() {
        let life = AlertLife(raised: start)
        #expect(due(life, .warning, hours(23)).isEmpty)
        #expect(due(life, .warning, hours(24)) == ["escalated second", "reminder"])
        for severity in [Severity.notice, .task, .laboratory] {
            #expect(due(life, severity, hours(1000)).isEmpty)
            #expect(nextDue(life, finding(severity), settings, now: start) == nil)
        }
    }

    @Test("Reminders come at 1, 2 and 4 days; after an outage the latest stands for those before")
    func reminders() {
        var life = AlertLife(raised: start)
        life.apply(AlertOccurrence(.escalated, at: hours(24), escalation: .second))
        life.apply(AlertOccurrence(.reminder, at: hours(24)))
        #expect(due(life, .warning, hours(47)).isEmpty)
        #expect(due(life, .warning, hours(48)) == ["reminder"])
        #expect(due(life, .warning, hours(500)) == ["reminder"])
        life.apply(AlertOccurrence(.reminder, at: hours(500)))
        #expect(due(life, .warning, hours(5000)).isEmpty)
    }

    @Test("A silence puts off and ends; a confirmation voids it and the acknowledgement, and starts the clocks anew")
    func silence() {
        var life = AlertLife(raised: start, occurrences: [AlertOccurrence(.silenced, at: hours(0.5), until: hours(10))])
        #expect(due(life, .critical, hours(9)).isEmpty)
        #expect(due(life, .critical, hours(10)).count == 2)
        life.apply(AlertOccurrence(.acknowledged, at: hours(1)))
        life.apply(AlertOccurrence(.confirmed, at: hours(20)))
        #expect(life.state == .confirmed)
        #expect(life.silencedUntil == nil)
        #expect(life.since == hours(20))
        #expect(due(life, .critical, hours(21)) == ["escalated second"])
    }

    @Test("An overdue confirmation is told once, even of an acknowledged alert")
    func overdue() {
        var life = AlertLife(raised: start, occurrences: [AlertOccurrence(.acknowledged, at: hours(1))])
        #expect(due(life, .warning, hours(672), confirmBy: hours(672)) == ["escalated overdueConfirmation"])
        life.apply(AlertOccurrence(.escalated, at: hours(672), escalation: .overdueConfirmation))
        #expect(due(life, .warning, hours(2000), confirmBy: hours(672)).isEmpty)
    }

    @Test("What is over owes nothing and stays over, but can be corrected")
    func over() {
        var life = AlertLife(
            raised: start,
            occurrences: [AlertOccurrence(.closed, at: hours(1)), AlertOccurrence(.acknowledged, at: hours(2))])
        #expect(life.state == .closed)
        #expect(due(life, .critical, hours(100)).isEmpty)
        life.apply(AlertOccurrence(.corrected, at: hours(3)))
        #expect(life.state == .corrected)
    }

    private func refused(_ act: AlertAct, by: String = "Dr A", note: String = "seen", of life: AlertLife) -> Bool {
        refusal(of: act, on: life, by: by, note: note, settings: settings, now: start) != nil
    }

    @Test("Every act needs a person and a reason; silences end; what is over refuses")
    func acts() {
        let life = AlertLife(raised: start)
        #expect(!refused(.acknowledge, of: life))
        #expect(!refused(.close, of: life))
        #expect(!refused(.silence(until: hours(24)), of: life))
        #expect(refused(.acknowledge, by: " ", of: life))
        #expect(refused(.close, note: "", of: life))
        #expect(refused(.silence(until: start), of: life))
        #expect(refused(.silence(until: hours(360)), of: life))
        #expect(refused(.close, of: AlertLife(raised: start, occurrences: [AlertOccurrence(.cleared, at: start)])))
    }

    @Test("Escalations go to the physician and the next contacts")
    func recipients() {
        var context = context()
        context.delivery.secondContact = "dr_b"
        context.delivery.head = "head"
        let alert = Alert(id: AlertID(1), state: .open, raised: start, finding: finding(.critical))
        func keys(_ escalation: Escalation?) -> [String] {
            orders(for: alert, event: .escalated, context: context, escalation: escalation).first?.recipients ?? []
        }
        #expect(keys(.second) == ["dr_a", "dr_b"])
        #expect(keys(.head) == ["dr_a", "dr_b", "head"])
        #expect(keys(.overdueConfirmation) == ["dr_a", "dr_b", "lab"])
    }
}
