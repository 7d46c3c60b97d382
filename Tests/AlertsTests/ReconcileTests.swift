import Assay
import Fixtures
import Foundation
import Testing

@testable import Alerts
@testable import Rules
@testable import Statistics

struct ReconcileTests {
    private func alert(_ finding: Finding, _ state: AlertState = .open, id: AlertID = AlertID(1)) -> Alert {
        Alert(id: id, state: state, raised: Date(timeIntervalSince1970: 0), finding: finding)
    }
    private func relapse(_ copies: Double, day: Int = 150) -> Finding {
        judge(patientOne, [measured(day, copies)], RuleSettings()).first { $0.rule == "R5a" }.unsafelyKnown
    }

    @Test("A new finding is raised, an equal one left alone")
    func raising() {
        #expect(reconcile([relapse(84)], with: []) == [.raise(relapse(84))])
        for state in [AlertState.open, .acknowledged, .cleared, .closed, .confirmed] where state != .cleared {
            #expect(reconcile([relapse(84)], with: [alert(relapse(84), state)]).isEmpty)
        }
        #expect(reconcile([relapse(83)], with: [alert(relapse(84))]).isEmpty)
    }

    @Test("An alert whose ground is gone is corrected with a reason, whatever its state")
    func correcting() throws {
        for state in [AlertState.open, .acknowledged, .cleared, .closed] {
            guard
                case .correct(let id, let reason) = try #require(reconcile([], with: [alert(relapse(84), state)]).first)
            else {
                Issue.record("no correction in state \(state)")
                continue
            }
            #expect(id == AlertID(1) && !reason.isEmpty)
        }
        #expect(reconcile([], with: [alert(relapse(84), .corrected)]).isEmpty)
    }

    @Test("A corrected alert whose ground returns is raised again")
    func returning() {
        #expect(reconcile([relapse(84)], with: [alert(relapse(84), .corrected)]) == [.raise(relapse(84))])
    }

    @Test("A changed severity or value corrects the first alert and raises again")
    func changed() {
        var warning = relapse(84)
        warning.severity = .warning
        #expect(reconcile([relapse(84)], with: [alert(warning)]).last == .raise(relapse(84)))
        #expect(reconcile([relapse(84)], with: [alert(warning)]).count == 2)
        #expect(reconcile([relapse(40)], with: [alert(relapse(84))]).count == 2)
    }

    @Test("A decline that is held against another baseline is told anew, one whose baseline hardly moved is not")
    func baseline() throws {
        func decline(_ earlier: Double) throws -> Finding {
            let values = [measured(60, earlier), measured(150, earlier), measured(240, earlier), measured(330, 500)]
            return try #require(judge(patientOne, values, RuleSettings()).first { $0.rule == "R4" })
        }
        #expect(try reconcile([decline(5e4)], with: [alert(decline(2e4))]).count == 2)
        #expect(try reconcile([decline(2.2e4)], with: [alert(decline(2e4))]).isEmpty)
        #expect(try decline(2e4).text.contains("the baseline of 2×10^4 copies/ul gDNA (median of days 60, 150, 240)"))
        #expect(try decline(2e4).advice.contains("days 337 to 358 (2026-12-13 to 2027-01-03)"))
    }

    @Test("A confirmation keeps the alert")
    func confirming() {
        var confirmed = relapse(84)
        confirmed.confirmed = true
        #expect(
            reconcile([confirmed], with: [alert(relapse(84), .acknowledged)]) == [
                .confirm(alert: AlertID(1), confirmed)
            ])
    }

    @Test("A recovery clears an open alert once")
    func clearing() {
        var cleared = relapse(84)
        cleared.clearedDay = 270
        guard case .clear(AlertID(1), let reason)? = reconcile([cleared], with: [alert(relapse(84))]).first else {
            Issue.record("not cleared")
            return
        }
        #expect(reason.contains("270"))
        #expect(reconcile([cleared], with: [alert(relapse(84), .cleared)]).isEmpty)
    }

    @Test("Until the backlog is done, missed visits are taken back but not raised")
    func backlog() {
        let missed = Finding(
            rule: "R9", severity: .task, patient: "P01", day: 150, subject: "visit", text: "t", advice: "a")
        #expect(reconcile([missed], with: []).isEmpty)
        #expect(reconcile([missed], with: [], backlogDone: true).count == 1)
        #expect(reconcile([], with: [alert(missed)]).count == 1)
    }
}
