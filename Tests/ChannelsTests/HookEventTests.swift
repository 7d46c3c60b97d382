import Assay
@testable import Channels
import Foundation
import Alerts
import Rules
import Testing

@Suite("What a hook is given")
struct HookEventTests {
    private func event(_ detail: DeliverySettings.Detail, recipients: [String] = ["doctor"]) -> HookEvent {
        var settings = DeliverySettings()
        settings.detail = detail
        settings.defaultRecipient = "lab"
        settings.recipients = [
            .init(key: "doctor", role: "physician", name: "Dr. A", address: "a@example.org"),
            .init(key: "lab", role: "laboratory", name: "L", address: "l@example.org\nBcc: x"),
        ]
        let finding = Finding(
            rule: "R5a", severity: .critical, patient: "P05", day: 307, subject: "P05 D307", value: 84, low: .nan,
            high: 120,
            unit: "copies/ul gDNA", threshold: 84,
            baseline: nil, run: "run 1", text: "84 copies\nsecond line", advice: "Repeat.")
        let delivery = Delivery(
            id: DeliveryID(9),
            alert: Alert(id: AlertID(8), state: .open, raised: Date(timeIntervalSince1970: 0), finding: finding),
            event: .raised,
            reason: nil, channel: .hook("page"),
            recipients: recipients, state: .owed, attempt: 0, detail: nil, due: nil, time: "")
        return HookEvent(delivery, settings: settings, journalHead: "abc")
    }

    private func object(_ event: HookEvent) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: event.json()) as? [String: Any])
    }

    @Test("the object holds the alert's own fields unwrapped, with explicit nulls and no NaN")
    func fields() throws {
        let object = try object(event(.coded))
        #expect(
            Set(object.keys) == [
                "schema", "event", "recipients", "journal_head", "advisory", "reason", "id", "rule", "severity",
                "state", "patient", "day",
                "value", "low", "high", "unit",
                "threshold", "baseline", "raised", "run", "text", "advice", "borderline", "subject", "headline",
                "sampled", "grounds",
            ])
        #expect(object["schema"] as? Int == 1)
        #expect(object["event"] as? String == "raised")
        #expect(object["value"] as? Double == 84)
        #expect(object["low"] is NSNull)
        #expect(object["baseline"] is NSNull)
        #expect(object["raised"] as? String == "1970-01-01T00:00:00Z")
        #expect(object["journal_head"] as? String == "abc")
        #expect(
            (object["recipients"] as? [[String: String]])?.first == [
                "role": "physician", "name": "Dr. A", "address": "a@example.org",
            ])
    }

    @Test("minimal leaves id and severity, and nothing of the patient")
    func minimal() throws {
        let event = event(.minimal)
        let object = try object(event)
        #expect(object["id"] as? String == "A8")
        #expect(object["severity"] as? String == "critical")
        #expect(Set(object.keys) == Set(try self.object(self.event(.coded)).keys))
        for key in [
            "subject", "borderline", "patient", "day", "value", "high", "rule", "text", "advice", "run", "unit",
            "threshold", "raised",
            "state",
        ] { #expect(object[key] is NSNull, "\(key)") }
        #expect(event.environment["CQWATCH_PATIENT"]?.isEmpty == true)
        #expect(!event.environment.values.contains { $0.contains("second line") || $0.contains("P05") })
    }

    @Test("the environment has the contract's variables, each on one line")
    func environment() {
        let environment = event(.coded).environment
        #expect(environment["CQWATCH_ALERT_ID"] == "A8")
        #expect(environment["CQWATCH_SEVERITY"] == "critical")
        #expect(environment["CQWATCH_RULE"] == "R5a")
        #expect(environment["CQWATCH_PATIENT"] == "P05")
        #expect(environment["CQWATCH_EVENT"] == "raised")
        #expect(environment["CQWATCH_TEXT"] == "84 copies second line")
        #expect(environment["CQWATCH_ADDRESSES"] == "a@example.org")
    }

    @Test("a recipient who is gone is replaced by the default one, whose address is one line")
    func gone() {
        let event = event(.coded, recipients: ["nobody"])
        #expect(event.recipients.map(\.role) == ["laboratory"])
        #expect(event.environment["CQWATCH_ADDRESSES"] == "l@example.org Bcc: x")
    }
}
