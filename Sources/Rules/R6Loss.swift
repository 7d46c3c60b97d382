// R6: nothing is found any more: two consecutive sampling days below the limit of quantification, after there was
// something to lose.
import Assay

struct R6Loss: PatientRule {
    static let severities: [Severity] = [.warning]
    static let description = RuleDescription(
        id: "R6", name: "loss",
        fires:
            "two sampling days in a row below the limit of quantification, from day \(usual.lateDay) on, with "
            + "an adequate reference gene and after there was something to lose",
        hears: "physician, a warning",
        advice: "Weigh it with the patient's response and the next scheduled examination.",
        thresholds: [.init("rules.lateDay", usual.lateDay), .init("rules.lowCopies", usual.lowCopies)],
        evidence:
            "the assay's own limit; loss is common (of 97 patients of one BCMA product 65 came below the limit, half "
            + "of these by day 100) and what it means for the patient is open",
        source: "Jagannath et al. 2025, by the manufacturer's medical information: docs/limits.md, Loss")

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        var findings: [Finding] = []
        var open: Int?
        var found = false
        for (index, value) in course.values.enumerated() where value.day > 0 {
            if let cleared = open, index > cleared { open = nil }
            if found, open == nil, value.day >= settings.lateDay, isLost(value, settings), index > 0,
                isLost(course.values[index - 1], settings)
            {
                let cleared = Recovery(above: -.infinity).index(in: course.values, after: index)
                findings.append(
                    finding(
                        value, since: course.values[index - 1], course,
                        clearedDay: cleared.map { course.values[$0].day }))
                open = cleared ?? .max
            }
            if !value.belowLLOQ { found = true }
        }
        return findings
    }

    /// A plate that cannot see a low level says nothing of a loss: that is R5a's warning.
    private func isLost(_ value: DayValue, _ settings: RuleSettings) -> Bool {
        value.belowLLOQ && value.level <= settings.lowCopies
    }

    private func finding(_ value: DayValue, since first: DayValue, _ course: Course, clearedDay: Int?) -> Finding {
        course.finding(
            name, .warning, on: value, threshold: value.lloq, clearedDay: clearedDay, standingOn: [first.day],
            headline: "fell below the limit of quantification in two samples",
            text:
                "Loss: \(value.plain) on day \(value.day), and already on day \(first.day); the reference gene was "
                + "adequate both times. The copies are below the limit of quantification from day \(first.day) on.",
            advice:
                "Persistence has ended by the assay's measure. Loss is common (65 of 97 patients of one BCMA product, "
                + "half of them by day 100) and what it "
                + "means is open: weigh it with the patient's response and the next scheduled examination. R8 tells "
                + "if the cells come back."
        )
    }
}
