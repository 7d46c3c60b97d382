import Alerts
import Assay
import Foundation
import Rules
import Testing

@testable import Dispatching

@Suite("Why somebody would hear")
struct ExplanationTests {
    private func context(quiet: Bool = false, _ change: (inout DeliverySettings) -> Void = { _ in }) -> JudgementContext
    {
        var delivery = DeliverySettings()
        delivery.recipients = ["doctor", "second", "head", "lab", "duty"].map {
            .init(key: $0, role: "physician", name: $0, address: "\($0)@example.org")
        }
        (delivery.defaultRecipient, delivery.laboratory, delivery.secondContact, delivery.head) = (
            "duty", "lab", "second", "head"
        )
        var mail = MailSettings(from: "a@b", route: .sendmail(.init(path: "/x")))
        if quiet { mail.quiet = .init(fromMinute: 11 * 60, toMinute: 13 * 60) }
        delivery.mail = mail
        change(&delivery)
        let patients = [
            Patient(code: "P01", infusion: nil, physician: "doctor"),
            Patient(code: "P02", infusion: nil, physician: "nobody"),
        ]
        return JudgementContext(
            rules: RuleSettings(), delivery: delivery,
            patients: Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0) }), tablesTrusted: false,
            today: .latest, configurationDigest: "c", programVersion: "test")
    }

    private func explained(
        _ rule: RuleID, _ severity: Severity, _ context: JudgementContext, patient: String = "P01",
        accepted: [String: [Date]] = [:]
    ) -> [ExpectedDelivery] {
        let finding = Finding(
            rule: rule, severity: severity, patient: patient, day: 400, subject: "s", text: "t", advice: "a")
        return explanation(of: finding, context: context, accepted: accepted, now: Samples.noon)
    }

    private func hours(_ delivery: ExpectedDelivery) -> Double { delivery.due.timeIntervalSince(Samples.noon) / 3600 }

    @Test(
        "a critical alert goes to the physician at once, unacknowledged to the second contact and the head, and nothing holds it"
    )
    func critical() throws {
        let expected = explained("R5a", .critical, context(quiet: true)).filter { $0.channel == .mail }
        #expect(
            expected.map(\.recipients) == [
                ["doctor"], ["doctor"], ["second"], ["doctor"], ["second"], ["head"], ["doctor"], ["doctor"],
                ["doctor"],
            ])
        #expect(expected.map(hours) == [0, 1, 1, 4, 4, 4, 24, 48, 96])
        #expect(
            expected.map(\.event) == [.raised] + Array(repeating: .escalated, count: 5)
                + Array(repeating: .reminder, count: 3))
        #expect(expected.allSatisfy { $0.leaves == $0.due })
        let first = try #require(expected.first)
        #expect(first.grounds.contains { $0.patient == "P01" && $0.text == "doctor is the physician of P01" })
        #expect(
            first.grounds.contains { $0.key == "delivery.retry.nextContact" && $0.text.contains("second gets it too") })
        #expect(expected[2].grounds.contains { $0.key == "delivery.escalation.criticalSecond" })
        #expect(expected[2].grounds.contains { $0.key == "delivery.second" })
    }

    @Test("quiet hours hold what is not critical until they end, the cap until an hour has passed, and both are named")
    func held() throws {
        let quiet = try #require(explained("R1", .notice, context(quiet: true)).first { $0.channel == .mail })
        #expect(
            quiet.leaves == Samples.noon + 3600
                && quiet.grounds.contains { $0.key == "delivery.channels.mail.quietHours" })
        let full = (0..<20).map { Samples.noon - 1800 + Double($0) }
        let capped = try #require(
            explained("R1", .notice, context(), accepted: ["doctor": full]).first { $0.channel == .mail })
        #expect(
            capped.leaves == Samples.noon + 1800
                && capped.grounds.contains { $0.key == "delivery.channels.mail.hourlyMax" })
        let log = try #require(explained("R1", .notice, context(quiet: true)).first { $0.channel == .log })
        #expect(log.leaves == Samples.noon)
    }

    @Test("a physician whom nobody knows is replaced by the default recipient, and that is the reason given")
    func fallback() throws {
        let expected = try #require(explained("R1", .notice, context(), patient: "P02").first)
        #expect(expected.recipients == ["duty"])
        #expect(
            expected.grounds.contains {
                $0.key == "delivery.default" && $0.text.contains("no recipient is the physician of P02")
            })
    }

    @Test("tasks and R10 are the laboratory's; without mail only the log hears")
    func laboratory() {
        for (rule, severity) in [(RuleID("R3"), Severity.task), ("R10", .laboratory)] {
            #expect(explained(rule, severity, context()).allSatisfy { $0.recipients == ["lab"] })
        }
        #expect(explained("R1", .notice, context { $0.mail = nil }).map(\.channel) == [.log])
    }
}
