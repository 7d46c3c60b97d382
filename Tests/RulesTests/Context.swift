// What the rules of these tests know.
import Assay
import Fixtures

@testable import Rules

func context(
    patients: [Patient] = [patientOne], tablesTrusted: Bool = false, today: String = "2028-06-01",
    rules: RuleSettings = RuleSettings()
) -> RuleContext {
    RuleContext(
        rules: rules, patients: Dictionary(uniqueKeysWithValues: patients.map { ($0.code, $0) }),
        physicians: ["dr_a", "dr_b", "lab", "default"], tablesTrusted: tablesTrusted,
        today: CalendarDate(iso: today).unsafelyKnown)
}
