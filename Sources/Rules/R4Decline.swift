// R4: the copies have fallen tenfold below the patient's own baseline: provisional at once, confirmed by a second sample.
import Assay

struct R4Decline: PatientRule {
    let name = "R4"
    let severities: [Severity] = [.warning, .critical]

    func findings(in course: Course) -> [Finding] {
        course.declines.flatMap { decline in
            decline.alarms.map { alarm in finding(alarm, decline, course) }
        }
    }

    private func finding(_ alarm: Decline.Alarm, _ decline: Decline, _ course: Course) -> Finding {
        let settings = course.settings
        let value = course.values[alarm.index]
        let threshold = copies(ofLog10: decline.yardstick.v - settings.declineLog10)
        let fall = course.fall(of: value, below: decline.yardstick)
        let second = alarm.confirmed.map { course.values[$0] }
        let text: String
        let advice: String
        if let second {
            text = "Decline, confirmed: \(value.plain) on day \(value.day), \(fall); still \(second.plain) on day \(second.day)."
            advice = "A sudden decline preceded the study's relapse: examine the patient and decide on further diagnostics."
        } else {
            text = "Decline, provisional: \(value.plain) on day \(value.day), \(fall).\(course.trend(before: alarm.index, baselineNamed: true))"
            advice = "Confirm it with a second sample on \(course.days(value.day + settings.confirmFirstDays, to: value.day + settings.confirmLastDays))."
        }
        return course.finding(
            name, second == nil ? .warning : .critical, on: value, threshold: threshold, borderline: value.straddles(threshold),
            confirmed: second != nil, clearedDay: decline.cleared.map { course.values[$0].day }, yardstick: decline.yardstick.v, text: text,
            advice: advice)
    }
}
