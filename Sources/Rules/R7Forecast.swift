// R7: the trend leads below the low level soon. Alone it annotates the report; together with R3 it goes to the
// physician.
import Assay
public import Kinetics
import Text

struct R7Forecast: PatientRule {
    static let severities: [Severity] = [.warning]
    static let description = RuleDescription(
        id: "R7", name: "forecast",
        fires:
            "R3 stands and the line through the last \(usual.forecastValues) values (3 at least) surely falls "
            + "and leads below \(plainCopies(usual.lowCopies)) copies within \(usual.forecastDays) days",
        hears: "physician, a warning",
        advice: "Bring the next sample forward.",
        thresholds: [
            .init("rules.forecastValues", usual.forecastValues), .init("rules.forecastDays", usual.forecastDays),
            .init("rules.lowCopies", usual.lowCopies), .init("rules.lateDay", usual.lateDay),
            .init("rules.repeatFirstDays", usual.repeatFirstDays),
            .init("rules.repeatLastDays", usual.repeatLastDays),
        ],
        evidence: "a straight line through 3 to 4 values, a hint and no more",
        source: RuleDescription.project)

    func findings(in course: Course) -> [Finding] {
        R3Watch().watches(in: course).compactMap { watch in
            // The first value of the watch's stretch whose trend says so.
            course.values.indices.lazy.filter { index in
                index >= watch.index && watch.clearedDay.map { course.values[index].day <= $0 } ?? true
            }.compactMap { index in self.finding(index, watch, course) }.first
        }
    }

    private func finding(_ index: Int, _ watch: Course.Firing, _ course: Course) -> Finding? {
        let settings = course.settings
        let value = course.values[index]
        guard let forecast = lateForecast(course.values[...index], settings: settings), forecast.falls,
            forecast.projected < settings.lowCopies
        else {
            return nil
        }
        let crossing = forecast.crossing.map { day in
            day <= Double(value.day) ? ", and is there already" : ", about day \(plainDecimal(day, digits: 0))"
        }
        return course.finding(
            name, .warning, on: value, threshold: settings.lowCopies, clearedDay: watch.clearedDay,
            comparator: watch.comparator?.v,
            standingOn: course.values[...index].suffix(forecast.points).map(\.day) + (watch.comparator?.days ?? []),
            headline: "falls towards the low level",
            text:
                "Forecast: the last \(forecast.points) values fall by "
                + "\(plainDecimal(-forecast.slope * 30, digits: 2)) log10 a month (at least "
                + "\(plainDecimal(-forecast.slopeUpper * 30, digits: 2)), one-sided 95 %); within "
                + "\(settings.forecastDays) days of day \(value.day) the line "
                + "leads below \(plainCopies(settings.lowCopies)) "
                + "\(course.unit)\(crossing ?? "").\(course.trend(before: index))",
            advice:
                "Bring the next sample forward to "
                + "\(course.days(value.day + settings.repeatFirstDays, to: value.day + settings.repeatLastDays))."
        )
    }
}

/// The forecast from a patient's last values at or after `lateDay`; nil for fewer than three. The report shows it, R7
/// judges it.
/// - Parameter values: in sampling-day order.
public func lateForecast(_ values: some BidirectionalCollection<DayValue>, settings: RuleSettings) -> Forecast? {
    let late = values.reversed().lazy.prefix { $0.day >= settings.lateDay }.filter { !$0.aboveULOQ }.prefix(
        settings.forecastValues)
    let points = late.map { SeriesPoint(day: Double($0.day), copies: $0.copies, lloq: $0.belowLLOQ ? $0.lloq : nil) }
    return forecast(of: Array(points), level: settings.lowCopies, ahead: Double(settings.forecastDays))
}
