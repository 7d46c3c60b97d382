// R5: a patient who has held the level of the study's remissions falls below what lies half-way to the relapse level.
import Assay
import Foundation
import Text

struct R5Low: PatientRule {
    static let severities: [Severity] = [.warning, .critical]
    static let description = RuleDescription(
        id: "R5", name: "low level",
        fires:
            "below \(plainCopies(usual.lowCopies)) copies a warning, below \(plainCopies(usual.veryLowCopies)) "
            + "critical, from day \(usual.lateDay) on, once the baseline has been \(plainCopies(usual.lowArmedCopies))",
        hears: "physician: a warning, or critical",
        advice: "Repeat the sample; very low: without delay, and examine the patient for relapse.",
        thresholds: [
            .init("rules.lowCopies", usual.lowCopies), .init("rules.veryLowCopies", usual.veryLowCopies),
            .init("rules.lowArmedCopies", usual.lowArmedCopies), .init("rules.lateDay", usual.lateDay),
            .init("rules.repeatLastDays", usual.repeatLastDays), .init("rules.clearedLog10", usual.clearedLog10),
        ],
        evidence:
            "8,526 is the lowest of eight patients in lasting remission; 850 lies midway, on a log scale, "
            + "between it and 84; 270 is half a log10 above 84",
        source: "\(RuleDescription.study); 850 and 270 are \(RuleDescription.project)")

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        let firings = course.firings(name) { index, value in
            // Armed for good once a baseline has reached the level.
            guard value.day >= settings.lateDay, !value.aboveULOQ, let held = course.comparators[index]?.highest,
                held >= log10(settings.lowArmedCopies)
            else { return 0 }
            return value.level < settings.veryLowCopies ? 2 : value.level < settings.lowCopies ? 1 : 0
        }
        return firings.map { firing in
            let value = course.values[firing.index]
            let critical = firing.rank == 2
            let threshold = critical ? settings.veryLowCopies : settings.lowCopies
            return course.finding(
                name, critical ? .critical : .warning, on: value, threshold: threshold,
                borderline: value.straddles(threshold),
                clearedDay: firing.clearedDay, comparator: firing.comparator?.v,
                standingOn: firing.comparator?.days ?? [],
                headline: critical ? "fell to a very low level" : "fell to a low level",
                text: "\(critical ? "Very low level" : "Low level"): \(value.plain) on day \(value.day), under "
                    + "\(plainCopies(threshold)) \(course.unit).\(course.trend(before: firing.index))",
                advice: critical
                    ? "Repeat the sample without delay and examine the patient for relapse."
                    : "Repeat the sample within \(settings.repeatLastDays) days; look at the trend.")
        }
    }
}
