@testable import Delivery
import Foundation
@testable import Journal
import Judgement
import Testing

@Suite("Receipts and back-off")
struct ReceiptTests {
    private let now = Date(timeIntervalSince1970: 1_000_000)
    private let settings = DeliverySettings()

    @Test(
        "the wait doubles up to the longest, however many attempts",
        arguments: [(1, 30.0), (2, 60), (3, 120), (7, 1920), (8, 3600), (10_000, 3600)])
    func waits(attempt: Int, seconds: Double) { #expect(backOff(attempt: attempt, settings) == seconds) }

    @Test("the last attempt gives up, but never on a critical alert")
    func last() {
        let failure = AttemptOutcome.again("failed: exit 1")
        #expect(Receipt(failure, attempt: 19, severity: .warning, settings: settings, now: now).state == .retry)
        #expect(Receipt(failure, attempt: 20, severity: .warning, settings: settings, now: now).state == .failed)
        let critical = Receipt(failure, attempt: 20, severity: .critical, settings: settings, now: now)
        #expect(critical.state == .retry)
        #expect(critical.next == now.addingTimeInterval(3600))
    }

    @Test("what the service's end interrupted is due at once")
    func stopped() { #expect(Receipt(.stopped("x"), attempt: 20, severity: .notice, settings: settings, now: now).next == now) }

    @Test("a later event of an alert waits for the earlier one, others do not")
    func order() {
        let first = delivery("D10", alert: "A1")
        let second = delivery("D20", alert: "A1")
        let other = delivery("D15", alert: "A2")
        #expect(Deliverer.inOrder([second, other, first], waiting: [:]).map(\.id) == ["D10", "D15", "D20"])
        #expect(Deliverer.inOrder([second, other], waiting: ["hook:page\nA1": "D10"]).map(\.id) == ["D15"])
        #expect(Deliverer.inOrder([first, second], waiting: ["hook:page\nA1": "D10"]).map(\.id) == ["D10"])
    }

    private func delivery(_ id: String, alert: String) -> Delivery {
        let finding = Finding(rule: "R5a", severity: .critical, subject: "s", text: "t", advice: "a")
        return Delivery(
            id: id, alert: Alert(id: alert, state: .open, raised: now, finding: finding), event: .raised, reason: nil, channel: "hook:page",
            recipients: [], state: .owed, attempt: 0, detail: nil, due: now, time: "")
    }
}
