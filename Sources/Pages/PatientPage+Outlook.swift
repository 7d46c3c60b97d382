import Kinetics
import Reporting
import Rules
import Text

func visitsSection(_ patient: PatientDocument) -> Section? {
    let visits = patient.outlook.visits
    guard !visits.isEmpty else { return .none }
    var table = Table(
        "Samples expected after the infusion\(patient.origin == 0 ? "" : " of day \(patient.origin)")",
        [.number("Day"), .text("Date"), .text("Days that answer it"), .text("State"), .number("Sampled on day")])
    for visit in visits {
        let state = visit.state == .missed ? tag("warn", "missed") : HTML(visit.state.rawValue)
        table.add([
            "\(visit.day)", HTML(visit.date ?? "–"), "\(visit.from) to \(visit.to)", state,
            visit.sampled.map { "\($0)" } ?? "–",
        ])
    }
    let missed = visits.count { $0.state == .missed }
    let next = patient.outlook.nextVisit.map { "Next: day \($0.day)\($0.date.map { ", \($0)" } ?? ""). " } ?? ""
    return section(
        "Visits", .element("p", [], HTML(next + (missed == 0 ? "None was missed." : "\(missed) missed."))),
        details("All \(visits.count) visits", table.html))
}

func outlookSection(_ patient: PatientDocument) -> Section? {
    let outlook = patient.outlook
    guard outlook.forecast != nil || outlook.responseWindow != nil else { return .none }
    var rows: [(HTML, HTML)] = []
    if let window = outlook.responseWindow {
        let dates = [window.fromDate, window.toDate].compactMap(\.self).joined(separator: " to ")
        rows.append(
            (
                "Time to look for the best response",
                HTML(
                    "days \(window.from) to \(window.to)\(dates.isEmpty ? "" : " (\(dates))"), since the expansion "
                        + "level was reached on day \(window.reached)"
                )
            ))
    }
    if let trend = outlook.forecast {
        rows.append(
            (
                "Slope of the last \(trend.values) late values",
                number(trend.slope, 4) + " log10 a day, at most " + number(trend.slopeUpper, 4)
                    + (trend.falls ? ": it falls" : ": no fall is proved")
            ))
        rows.append(
            (
                "Expected on day \(fixedText(trend.day, 0))",
                copies(trend.copies) + " (" + interval(trend.low, trend.high) + ")"
            ))
        let crossing =
            trend.crossing.map {
                number($0, 0) + " (" + number(trend.crossingEarliest, 0) + " – "
                    + (trend.crossingLatest.map { number($0, 0) } ?? "never") + ")"
            } ?? "not in sight"
        rows.append((HTML("Day on which it passes \(plainCopies(trend.level))"), crossing))
    }
    return section(
        "Outlook", .element("dl", [], HTML(rows.map { .element("dt", [], $0.0) + HTML.element("dd", [], $0.1) })))
}

/// The figures of a non-compartmental analysis.
func kineticsSection(_ patient: PatientDocument) -> Section? {
    let k = patient.kinetics
    func area(_ value: Double?, _ bounds: AreaBounds?) -> HTML {
        copies(value) + (bounds.map { " (" + copies($0.low) + " – " + copies($0.high) + ")" } ?? .none)
    }
    let halfLife = k.halfLife.flatMap { $0.reliable ? $0.days : nil }
    let rows: [(HTML, HTML)] = [
        ("Cmax", copies(k.cmax)), ("Tmax, day", number(k.tmax, 1)), ("Clast", copies(k.clast)),
        ("Tlast, day", number(k.tlast, 1)), ("First day below the limit after it", number(k.tbql, 1)),
        ("AUC to the last value", copies(k.aucLast)), ("AUC, days 0 to 28", area(k.auc0to28, k.auc0to28Bounds)),
        ("AUC, days 0 to 84", area(k.auc0to84, k.auc0to84Bounds)),
        ("Terminal half-life, days", number(halfLife, 1)),
        ("Half-life of the contraction, days", number(k.contractionHalfLife, 1)),
        ("Doubling time, days", number(k.doublingTime, 1)),
    ]
    var table = Table(
        "Areas in \(bounded(patient.unit)) · "
            + "day\(patient.origin == 0 ? "" : "; days from the infusion of day \(patient.origin)")",
        [.text("Figure"), .number("Value")])
    table.isNarrow = true
    for row in rows { table.add([row.0, row.1]) }
    let flags = k.flags.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: "; ")
    return section(
        "Kinetics", table.html, flags.isEmpty ? .none : .element("p", [.class("soft")], HTML("Notes: " + flags)))
}
