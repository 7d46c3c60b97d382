// R10: copies before the infusion, when there are no CAR-T cells yet.
import Assay

struct R10BeforeInfusion: PatientRule {
    static let severities: [Severity] = [.laboratory]
    static let description = RuleDescription.ofLaboratory(
        "copies before the infusion",
        fires: "a sample taken before the infusion, or on its day, shows copies",
        advice: "Check the sample for contamination or a mix-up, and the infusion date in the patients file.",
        evidence: "there are no CAR-T cells yet")

    func findings(in course: Course) -> [Finding] {
        // Before a further infusion there may well be cells of the one before.
        course.values.filter { course.offset == 0 && $0.day <= 0 && !$0.belowLLOQ }.map { value in
            laboratory(
                Self.description, subject: course.subject(day: value.day), patient: course.patient.code, day: value.day,
                run: value.runs.last,
                text: "Patient \(course.patient.code) shows \(value.plain) on day \(value.day), before the infusion.")
        }
    }
}
