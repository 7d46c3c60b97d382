import Assay
import Alerts
import Foundation
import Rules
import TestSupport
import Testing

@testable import Dispatching

@Suite("What one recipient gets now")
struct MailRoundTests {
    /// 2026-05-14 12:00 UTC.
    private let noon = Date(timeIntervalSince1970: 1_778_760_000)
    private var settings = MailSettings(from: "a@b", route: .sendmail(.init(path: "/x")))

    private func delivery(
        _ id: Int, alert: AlertID, _ severity: Severity = .notice, event: AlertEventKind = .raised, run: String
    ) -> Delivery {
        let finding = Finding(rule: "R5a", severity: severity, subject: "s", text: "t", advice: "a")
        return Delivery(
            id: DeliveryID(Int64(id)), alert: Alert(id: alert, state: .open, raised: noon, finding: finding),
            event: event, reason: nil, channel: .mail,
            recipients: ["doctor"], state: .owed, attempt: 0, detail: nil, due: noon, time: "", eventTime: run)
    }

    private func round(_ deliveries: [Delivery], accepted: [Date] = [], at now: Date? = nil) -> MailRound {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return MailRound(deliveries, accepted: accepted, settings: settings, calendar: calendar, now: now ?? noon)
    }

    private func ids(_ round: MailRound) -> [[DeliveryID]] { round.messages.map { $0.deliveries.map(\.id) } }

    @Test("a run's events come in one message, another run's in another, in order")
    func digest() {
        let plan = round([
            delivery(4, alert: AlertID(3), run: "b"), delivery(1, alert: AlertID(1), run: "a"),
            delivery(2, alert: AlertID(2), run: "a"), delivery(5, alert: AlertID(3), run: "c"),
        ])
        #expect(ids(plan) == [[DeliveryID(1), DeliveryID(2)], [DeliveryID(4)], [DeliveryID(5)]])
        #expect(plan.heldUntil == nil && !plan.messages.contains(where: \.isSummary))
    }

    @Test("quiet hours hold what is not critical until they end, over midnight too")
    mutating func quiet() {
        settings.quiet = MailSettings.QuietHours(fromMinute: 22 * 60, toMinute: 7 * 60)
        let night = noon + 11 * 3600
        let plan = round(
            [delivery(1, alert: AlertID(1), run: "a"), delivery(2, alert: AlertID(2), .critical, run: "b")], at: night)
        #expect(ids(plan) == [[DeliveryID(2)]])
        #expect(plan.heldUntil == noon + 19 * 3600)
        #expect(ids(round([delivery(1, alert: AlertID(1), run: "a")], at: noon + 19 * 3600)) == [[DeliveryID(1)]])
        #expect(ids(round([delivery(1, alert: AlertID(1), run: "a")])) == [[DeliveryID(1)]])
        settings.quiet = MailSettings.QuietHours(fromMinute: 11 * 60, toMinute: 13 * 60)
        #expect(round([delivery(1, alert: AlertID(1), run: "a")]).heldUntil == noon + 3600)
    }

    @Test("mails that were accepted while the clock was ahead hold nothing back for longer than the span of the cap")
    mutating func clockAhead() {
        settings.hourlyMax = 2
        let future = noon + 315_360_000
        #expect(
            ids(round([delivery(1, alert: AlertID(1), run: "a")], accepted: [future, future + 1])) == [[DeliveryID(1)]])
        #expect(
            round([delivery(1, alert: AlertID(1), run: "a")], accepted: [noon + 1800, noon + 1801]).heldUntil == noon
                + 3600)
        #expect(
            round([delivery(1, alert: AlertID(1), run: "a")], accepted: [noon - 1800, noon - 60]).heldUntil == noon
                + 1800)
    }

    @Test("a held event goes along with the critical one that follows from it, and before it")
    mutating func along() {
        settings.quiet = MailSettings.QuietHours(fromMinute: 0, toMinute: 23 * 60)
        let plan = round([
            delivery(1, alert: AlertID(1), .warning, run: "a"), delivery(2, alert: AlertID(2), run: "a"),
            delivery(3, alert: AlertID(1), .critical, event: .confirmed, run: "b"),
        ])
        #expect(ids(plan) == [[DeliveryID(1), DeliveryID(3)]])
        #expect(plan.heldUntil != nil)
    }

    @Test("more than the cap allows becomes one summary; nothing goes while the hour is full")
    mutating func cap() {
        settings.hourlyMax = 3
        let storm = (1...5).map { delivery($0, alert: AlertID(Int64($0)), run: "\($0)") }
        let summary = round(storm, accepted: [noon - 60])
        #expect(ids(summary) == [[DeliveryID(1), DeliveryID(2), DeliveryID(3), DeliveryID(4), DeliveryID(5)]])
        #expect(summary.messages.map(\.isSummary) == [true])
        #expect(ids(round(Array(storm.prefix(2)), accepted: [noon - 60])) == [[DeliveryID(1)], [DeliveryID(2)]])
        let full = round(storm, accepted: [noon - 3000, noon - 60, noon - 30])
        #expect(full.messages.isEmpty)
        #expect(full.heldUntil == noon + 600)
        #expect(ids(round(storm, accepted: [noon - 3601, noon - 60, noon - 30])).count == 1)
    }

    @Test("what is critical, and a test, waits for no cap and no quiet hour")
    mutating func urgent() {
        settings.hourlyMax = 1
        settings.quiet = MailSettings.QuietHours(fromMinute: 0, toMinute: 24 * 60 - 1)
        let plan = round(
            [
                delivery(1, alert: AlertID(1), .critical, run: "a"),
                delivery(2, alert: AlertID(2), event: .test, run: "b"), delivery(3, alert: AlertID(3), run: "c"),
            ],
            accepted: [noon - 1, noon - 2])
        #expect(ids(plan) == [[DeliveryID(1)], [DeliveryID(2)]])
    }

    @Test("no delivery is in two messages, and each is in one or waits", arguments: 1...40)
    mutating func complete(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        func next(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &numbers) }
        settings.hourlyMax = next(4) + 1
        let owed = (1...next(30) + 1).map {
            delivery($0, alert: AlertID(Int64(next(8))), [.notice, .warning, .critical][next(3)], run: "\(next(6))")
        }
        let plan = round(owed, accepted: (0..<next(4)).map { noon - Double($0 * 600 + 1) }.reversed())
        let sent = plan.messages.flatMap { $0.deliveries.map(\.id) }
        #expect(Set(sent).count == sent.count)
        let left = owed.filter { !sent.contains($0.id) }
        #expect(left.isEmpty || plan.heldUntil != nil)
        #expect(!left.contains(where: MailRound.isUrgent))
    }
}
