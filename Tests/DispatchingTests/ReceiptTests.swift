import Assay
@testable import Dispatching
import Foundation
import Alerts
import Rules
import Text
import Testing

@Suite("Receipts and back-off")
struct ReceiptTests {
    private let now = Date(timeIntervalSince1970: 1_000_000)
    private let settings = DeliverySettings()

    @Test(
        "the wait doubles up to the longest, however many attempts, and is spread by a quarter",
        arguments: [(1, 30.0), (2, 60), (3, 120), (7, 1920), (8, 3600), (10_000, 3600)])
    func waits(attempt: Int, seconds: Double) {
        #expect(backOff(attempt: attempt, jitter: 0, settings) == seconds)
        #expect(backOff(attempt: attempt, jitter: 1, settings) == seconds * 1.25)
    }

    private func receipt(
        _ outcome: AttemptOutcome, attempt: Int, _ severity: Severity, channel: Channel = .hook("page")
    ) -> DeliveryReceipt {
        let delivery = delivery(
            DeliveryID(10), alert: AlertID(1), severity: severity, attempt: attempt - 1, channel: channel)
        return DeliveryReceipt(outcome, of: delivery, message: nil, settings: settings, jitter: 0, now: now)
    }

    @Test("the last attempt gives up, but never on a critical alert")
    func last() {
        let failure = AttemptOutcome.again("failed: exit 1")
        #expect(receipt(failure, attempt: 19, .warning).state == .retry)
        #expect(receipt(failure, attempt: 20, .warning).state == .failed)
        let critical = receipt(failure, attempt: 20, .critical)
        #expect(critical.state == .retry)
        #expect(critical.next == now.addingTimeInterval(3600))
    }

    @Test(
        "attempts are counted so far and no further",
        arguments: [Delivery.attemptsMax - 1, Delivery.attemptsMax, .max])
    func counted(before: Int) {
        let delivery = delivery(
            DeliveryID(10), alert: AlertID(1), severity: .critical, attempt: before, channel: .hook("page"))
        let receipt = DeliveryReceipt(
            .again("failed: exit 1"), of: delivery, message: nil, settings: settings, jitter: 0, now: now)
        #expect(receipt.attempt == Delivery.attemptsMax && receipt.state == .retry)
    }

    @Test("a refused recipient is given up at once; of a critical alert the next contact hears, and it is tried on")
    func refused() {
        let outcome = AttemptOutcome.refused("the mail server refuses it: 550 no such user")
        #expect(receipt(outcome, attempt: 1, .warning, channel: .mail).state == .failed)
        let critical = receipt(outcome, attempt: 1, .critical, channel: .mail)
        #expect(critical.state == .retry && critical.passesOn)
    }

    @Test("a critical mail that fails and fails goes to the next contact, a hook's event does not")
    func passedOn() {
        let outcome = AttemptOutcome.again("failed: timed out")
        #expect(!receipt(outcome, attempt: 4, .critical, channel: .mail).passesOn)
        #expect(receipt(outcome, attempt: 5, .critical, channel: .mail).passesOn)
        #expect(!receipt(outcome, attempt: 5, .warning, channel: .mail).passesOn)
        #expect(!receipt(outcome, attempt: 5, .critical).passesOn)
    }

    @Test("what the service's end interrupted is due at once")
    func stopped() { #expect(receipt(.stopped("x"), attempt: 20, .notice).next == now) }

    @Test("a later event of an alert waits for the earlier one, others do not")
    func order() {
        let first = delivery(DeliveryID(10), alert: AlertID(1))
        let second = delivery(DeliveryID(20), alert: AlertID(1))
        let other = delivery(DeliveryID(15), alert: AlertID(2))
        let place = Dispatcher.Place(lane: Lane(.hook("page"), nil), alert: AlertID(1))
        #expect(
            Dispatcher.inOrder([second, other, first], waiting: [:]).map(\.id) == [
                DeliveryID(10), DeliveryID(15), DeliveryID(20),
            ])
        #expect(Dispatcher.inOrder([second, other], waiting: [place: DeliveryID(10)]).map(\.id) == [DeliveryID(15)])
        #expect(Dispatcher.inOrder([first, second], waiting: [place: DeliveryID(10)]).map(\.id) == [DeliveryID(10)])
    }

    private func delivery(
        _ id: DeliveryID, alert: AlertID, severity: Severity = .critical, attempt: Int = 0,
        channel: Channel = .hook("page")
    ) -> Delivery {
        let finding = Finding(rule: "R5a", severity: severity, subject: "s", text: "t", advice: "a")
        return Delivery(
            id: id, alert: Alert(id: alert, state: .open, raised: now, finding: finding), event: .raised, reason: nil,
            channel: channel,
            recipients: [], state: .owed, attempt: attempt, detail: nil, due: now, time: "")
    }
}
