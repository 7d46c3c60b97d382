// R10: repeats of one sampling day that disagree. None of them is used, and the laboratory hears why.
import Assay
import Text

struct R10Repeats: PatientRule {
    static let severities: [Severity] = [.laboratory]
    static let description = RuleDescription.ofLaboratory(
        "repeats that differ",
        fires:
            "repeats of one sampling day differ by more than "
            + "\(plainDecimal(usual.repeatDifferenceMaxLog10, digits: 1)) log10; none of them is used",
        advice:
            "Check the samples for a mix-up, then measure again and exclude the faulty wells in the "
            + "instrument's software.",
        thresholds: [.init("rules.repeatDifferenceMaxLog10", usual.repeatDifferenceMaxLog10)],
        evidence: "three times a scatter of 0.15 log10")

    func findings(in course: Course) -> [Finding] {
        course.disagreements.map { d in
            laboratory(
                Self.description, subject: course.subject(day: d.day) + " repeats", patient: course.patient.code,
                day: course.offset + d.day,
                run: d.runs.last,
                text:
                    "Repeats of patient \(course.patient.code), day \(d.day), \(shown(d.target, max: 40)), differ by "
                    + "more than \(plainDecimal(course.settings.repeatDifferenceMaxLog10, digits: 2)) log10: "
                    + "\(plainCopies(d.lowest)) and \(plainCopies(d.highest)) \(course.unit) (runs "
                    + "\(plainList(d.runs.map { shown($0.text) }, max: Self.runsMax))). None of them is used."
            )
        }
    }

    /// Runs listed in one text; the rest are counted.
    private static let runsMax = 8
}
