// R4: the copies have fallen tenfold below the patient's own baseline: provisional at once, confirmed by a second
// sample.
import Assay
import Text

struct R4Decline: PatientRule {
    static let severities: [Severity] = [.warning, .critical]
    static let description = RuleDescription(
        id: "R4", name: "decline",
        fires:
            "a fall of \(plainDecimal(usual.declineLog10, digits: 1)) log10 below the baseline, from day "
            + "\(usual.lateDay) on: provisional, and confirmed by a second sample after "
            + "\(usual.confirmFirstDays) to \(usual.confirmLastDays) days",
        hears: "physician: a warning, critical once it is confirmed",
        advice: "Confirm with a second sample; confirmed: examine the patient and decide on further diagnostics.",
        thresholds: [
            .init("rules.declineLog10", usual.declineLog10), .init("rules.lateDay", usual.lateDay),
            .init("rules.baselineValues", usual.baselineValues),
            .init("rules.confirmFirstDays", usual.confirmFirstDays),
            .init("rules.confirmLastDays", usual.confirmLastDays), .init("rules.clearedLog10", usual.clearedLog10),
        ],
        evidence:
            "the project's simulation; the study says only that \"a sudden decline to low copy number predicts "
            + "disease recurrence\"",
        source: RuleDescription.simulation)

    func findings(in course: Course) -> [Finding] {
        course.declines.flatMap { decline in
            decline.alarms.map { alarm in finding(alarm, decline, course) }
        }
    }

    private func finding(_ alarm: Decline.Alarm, _ decline: Decline, _ course: Course) -> Finding {
        let settings = course.settings
        let value = course.values[alarm.index]
        let threshold = copies(ofLog10: decline.comparator.v - settings.declineLog10)
        let fall = course.fall(of: value, below: decline.comparator)
        let second = alarm.confirmed.map { course.values[$0] }
        let text: String
        let advice: String
        if let second {
            text =
                "Decline, confirmed: \(value.plain) on day \(value.day), \(fall); still \(second.plain) on day "
                + "\(second.day)."
            advice =
                "A sudden decline preceded the study's relapse: examine the patient and decide on further diagnostics."
        } else {
            text =
                "Decline, provisional: \(value.plain) on day \(value.day), "
                + "\(fall).\(course.trend(before: alarm.index, baselineNamed: true))"
            advice =
                "Confirm it with a second sample on "
                + "\(course.days(value.day + settings.confirmFirstDays, to: value.day + settings.confirmLastDays))."
        }
        return course.finding(
            name, second == nil ? .warning : .critical, on: value, threshold: threshold,
            borderline: value.straddles(threshold),
            confirmed: second != nil, clearedDay: decline.cleared.map { course.values[$0].day },
            comparator: decline.comparator.v,
            standingOn: decline.comparator.days + (second.map { [$0.day] } ?? []),
            headline: second == nil
                ? "fell far below the baseline" : "stays far below the baseline, which a second sample confirms",
            text: text,
            advice: advice)
    }
}
