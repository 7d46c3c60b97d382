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

    private func joint(_ copies: Double) -> [Finding] {
        let values = [measured(60, 2e4), measured(150, 2e4), measured(240, 2e4), measured(307, copies)]
        return judge(patientOne, values, RuleSettings(), joining: true).filter { $0.day == 307 }
    }

    @Test("A corrected highest leaves the next one standing, and the correction says so")
    func nextStands() throws {
        let before = try #require(joint(84).first)
        let changes = reconcile(joint(150), with: [alert(before)])
        guard changes.count == 2, case .correct(AlertID(1), let reason) = changes[0], case .raise(let next) = changes[1]
        else {
            Issue.record("\(changes)")
            return
        }
        #expect(before.rule == "R5a" && next.rule == "R5" && next.grounds?.map(\.rule) == ["R4", "R3"])
        #expect(reason.contains("R5a no longer fires"))
    }

    @Test("The alerts that an earlier version raised beside the highest end in it")
    func earlierVersion() throws {
        var single = judge(patientOne, [measured(60, 2e4), measured(307, 84)], RuleSettings()).filter { $0.day == 307 }
        for index in single.indices { single[index].grounds = nil }
        #expect(single.map(\.rule) == ["R3", "R4", "R5", "R5a"])
        let known = single.enumerated().map { alert($1, id: AlertID(Int64($0) + 1)) }
        let joined = judge(patientOne, [measured(60, 2e4), measured(307, 84)], RuleSettings(), joining: true).filter {
            $0.day == 307
        }
        let changes = reconcile(joined, with: known)
        let corrected = changes.compactMap { change -> AlertID? in
            if case .correct(let id, let reason) = change, reason.contains("stands in the alert of R5a") { return id }
            return nil
        }
        #expect(corrected == [AlertID(1), AlertID(2), AlertID(3)] && changes.count == 3)
    }
}
