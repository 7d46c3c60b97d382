// R3: the copies have fallen far enough to measure again soon. The laboratory's task; no page.
import Assay
import Text

struct R3Watch: PatientRule {
    static let severities: [Severity] = [.task]
    static let description = RuleDescription(
        id: "R3", name: "watch",
        fires:
            "a fall of \(plainDecimal(usual.watchLog10, digits: 1)) log10 below the patient's own baseline, "
            + "from day \(usual.lateDay) on",
        hears: "laboratory, a task",
        advice: "Take and measure another sample in one to two weeks.",
        thresholds: [
            .init("rules.watchLog10", usual.watchLog10), .init("rules.lateDay", usual.lateDay),
            .init("rules.baselineValues", usual.baselineValues),
            .init("rules.repeatFirstDays", usual.repeatFirstDays),
            .init("rules.repeatLastDays", usual.repeatLastDays), .init("rules.clearedLog10", usual.clearedLog10),
        ],
        evidence: "the project's choice, so that the laboratory repeats before anybody is paged",
        source: RuleDescription.project)

    func findings(in course: Course) -> [Finding] {
        watches(in: course).map { firing in
            let value = course.values[firing.index]
            let comparator = firing.comparator ?? BaselineLevel(v: value.v, days: [value.day])
            let threshold = copies(ofLog10: comparator.v - course.settings.watchLog10)
            return course.finding(
                name, .task, on: value, threshold: threshold, borderline: value.straddles(threshold),
                clearedDay: firing.clearedDay,
                comparator: comparator.v, standingOn: comparator.days,
                headline: "fell below the baseline, to be measured again",
                text: "Watch: \(value.plain) on day \(value.day), \(course.fall(of: value, below: comparator))."
                    + "\(course.trend(before: firing.index, baselineNamed: true))",
                advice: "Take and measure another sample on "
                    + course.days(
                        value.day + course.settings.repeatFirstDays, to: value.day + course.settings.repeatLastDays)
                    + ".")
        }
    }

    /// The values that R3 tells of; R7 asks for them too.
    func watches(in course: Course) -> [Course.Firing] {
        course.firings(name) { index, value in
            guard value.day >= course.settings.lateDay, let comparator = course.comparators[index]?.compared else {
                return 0
            }
            return value.isBelow(comparator, by: course.settings.watchLog10) ? 1 : 0
        }
    }
}
