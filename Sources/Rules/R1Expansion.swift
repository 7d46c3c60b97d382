// R1: the copies reached the expansion level that the study's responders reached. Once an infusion.
import Assay
import Text

struct R1Expansion: PatientRule {
    static let severities: [Severity] = [.notice]
    static let description = RuleDescription(
        id: "R1", name: "expansion",
        fires:
            "the first value at or above \(plainCopies(usual.expansionCopies)) copies after the infusion, once "
            + "an infusion; borderline where its interval includes the level",
        hears: "physician, a notice",
        advice:
            "Plan the response assessment for the weeks in which the study saw the best response; beyond the "
            + "plate's range dilute and repeat.",
        thresholds: [
            .init("rules.expansionCopies", usual.expansionCopies),
            .init("rules.responseFirstDays", usual.responseFirstDays),
            .init("rules.responseLastDays", usual.responseLastDays),
        ],
        evidence: "the seven patients in complete remission peaked above it; best response 7 to 30 days later",
        source: RuleDescription.study)

    func findings(in course: Course) -> [Finding] {
        let threshold = course.settings.expansionCopies
        let after = course.values.filter { $0.day > 0 }
        // A value that only says "above an upper limit below the level" is a question, not the answer: it does not use
        // the one alert up.
        let reached = expansionValue(course.values, settings: course.settings)
        let open = after.first { $0.aboveULOQ && $0.level < threshold && $0.day < reached?.day ?? .max }
        return [open.map { beyondRange($0, course, threshold) }, reached.map { expansion($0, course, threshold) }]
            .compactMap(\.self)
    }

    private func expansion(_ value: DayValue, _ course: Course, _ threshold: Double) -> Finding {
        let borderline = !value.aboveULOQ && value.intervalLow < threshold
        let window = course.days(
            value.day + course.settings.responseFirstDays, to: value.day + course.settings.responseLastDays)
        return course.finding(
            name, .notice, on: value, threshold: threshold, borderline: borderline,
            headline: borderline ? "may have reached the level of an expansion" : "reached the level of an expansion",
            text:
                "Expansion\(borderline ? ", borderline" : ""): \(value.plain) on day \(value.day), first value at or "
                + "above \(plainCopies(threshold)) \(course.unit).",
            advice: (borderline ? "The interval includes the threshold; the next visit's sample will tell. " : "")
                + "Plan the response assessment for \(window): in the study the best response came "
                + "\(course.settings.responseFirstDays) to \(course.settings.responseLastDays) days after this level.")
    }

    private func beyondRange(_ value: DayValue, _ course: Course, _ threshold: Double) -> Finding {
        course.finding(
            name, .notice, on: value, threshold: threshold, borderline: true,
            headline: "may have reached the level of an expansion",
            text:
                "Expansion, borderline: \(value.plain) on day \(value.day), so \(plainCopies(threshold)) "
                + "\(course.unit) may have been reached.",
            advice: "Dilute the sample and repeat the run: the plate's range ends below the threshold.")
    }
}
