// R5: a patient who has held the level of the study's remissions falls below what lies half-way to the relapse level.
import Assay
import Foundation
import Text

struct R5Low: PatientRule {
    let name = "R5"
    let severities: [Severity] = [.warning, .critical]

    func findings(in course: Course) -> [Finding] {
        let settings = course.settings
        let tellings = course.tellings(name) { index, value in
            // Armed for good once a baseline has reached the level.
            guard value.day >= settings.lateDay, !value.aboveULOQ, let held = course.yardsticks[index]?.highest,
                held >= log10(settings.lowArmedCopies)
            else { return 0 }
            return value.level < settings.veryLowCopies ? 2 : value.level < settings.lowCopies ? 1 : 0
        }
        return tellings.map { telling in
            let value = course.values[telling.index]
            let critical = telling.rank == 2
            let threshold = critical ? settings.veryLowCopies : settings.lowCopies
            return course.finding(
                name, critical ? .critical : .warning, on: value, threshold: threshold, borderline: value.straddles(threshold),
                clearedDay: telling.clearedDay, yardstick: telling.yardstick?.v,
                text: "\(critical ? "Very low level" : "Low level"): \(value.plain) on day \(value.day), under "
                    + "\(plainCopies(threshold)) \(course.unit).\(course.trend(before: telling.index))",
                advice: critical
                    ? "Repeat the sample without delay and examine the patient for relapse."
                    : "Repeat the sample within \(settings.repeatLastDays) days; look at the trend.")
        }
    }
}
