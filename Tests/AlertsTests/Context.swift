// The laboratory of these tests: who gets what.
import Assay
import Fixtures
import Rules

@testable import Alerts

func context(
    patients: [Patient] = [patientOne], tablesTrusted: Bool = false, today: String = "2028-06-01",
    rules: RuleSettings = RuleSettings()
) -> JudgementContext {
    var delivery = DeliverySettings()
    delivery.recipients = ["dr_a", "dr_b", "lab", "default"].map {
        .init(key: $0, role: "physician", name: $0, address: "\($0)@example.org")
    }
    delivery.defaultRecipient = "default"
    delivery.laboratory = "lab"
    delivery.hooks = [
        .init(name: "chat", path: "/usr/lib/cqwatch/hooks/chat"),
        .init(name: "pager", path: "/usr/lib/cqwatch/hooks/pager"),
    ]
    return JudgementContext(
        rules: rules, delivery: delivery, patients: Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0) }),
        tablesTrusted: tablesTrusted, today: CalendarDate(iso: today).unsafelyKnown, configurationDigest: "c",
        programVersion: "test")
}
