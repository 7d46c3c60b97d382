import Alerts
import Assay
import Foundation
import Reporting
import Rules
import Text

/// The copies against the days: square roots of days give the first weeks room beside years.
func courseSection(_ patient: PatientDocument, _ thresholds: [KineticsPlot.Threshold]) -> Section? {
    guard let chart = courseChart(patient, thresholds) else {
        return section("Course", .element("p", [], "Nothing to draw yet."))
    }
    let caption: HTML =
        "Bars: 95 % intervals. ▼ below the limit of quantification, ▲ above the highest standard, ◆ a value that "
        + "raised alerts. At the foot visits: ● sampled, ○ expected, × missed. Dotted, with its band: where the "
        + "last late values point. Days are drawn by their square root."
    return section("Course", figure(chart, caption))
}

private func courseChart(_ patient: PatientDocument, _ thresholds: [KineticsPlot.Threshold]) -> Chart? {
    let points = patient.values.compactMap { value in level(value.quantity).map { (value: value, level: $0) } }
    let ahead = patient.outlook.forecast
    let visits = patient.outlook.visits.filter { $0.state != .skipped }.map {
        (day: $0.day + patient.origin, visit: $0)
    }
    // The next visit is worth seeing, fifteen years of them are not.
    let lastSampled = points.map(\.value.day).max() ?? patient.origin
    let next = visits.first { $0.visit.state == .due || $0.visit.state == .upcoming }?.day
    guard !points.isEmpty || next != nil else { return nil }
    let last = Double(max(lastSampled, next ?? 0, 28))
    let first = Double(min(0, points.map(\.value.day).min() ?? 0))
    let heights =
        points.flatMap { [$0.level, $0.value.quantity.low ?? $0.level, $0.value.quantity.high ?? $0.level] }.filter {
            $0 > 0
        } + thresholds.map(\.copies)
    guard let low = heights.min(), let high = heights.max() else { return nil }
    var chart = Chart(
        "Copies of \(bounded(patient.patient)): \(counted(points.count, "value")) until day \(lastSampled), on a "
            + "logarithmic scale, with the levels of the rules and \(counted(patient.alerts.count, "alert")).",
        x: Scale(days: first, last * 1.03), y: Scale(low / 3, high * 3, log: true), xName: "days after the infusion",
        yName: patient.unit, width: 1000, height: 440)
    for threshold in thresholds { chart.level(threshold.copies, threshold.label) }
    if let ahead { forecast(ahead, from: points.last.map { Double($0.value.day) }, patient, on: &chart) }
    chart.line(points.filter { $0.value.quantity.copies != nil }.map { (Double($0.value.day), $0.level) }, "line")
    let raised = Dictionary(
        grouping: patient.alerts.filter { $0.state != .corrected && $0.severity != .laboratory }, by: \.day)
    for (value, level) in points { mark(value, level, raised[value.day] ?? [], on: &chart) }
    for (day, visit) in visits where Double(day) <= last { chart.visit(day, visit) }
    return chart
}

/// The value, or the limit it lies beyond.
private func level(_ quantity: QuantityDocument) -> Double? {
    quantity.copies.flatMap { $0 > 0 ? $0 : nil }
        ?? (quantity.belowLLOQ ? quantity.lloq : quantity.aboveULOQ ? quantity.uloq : nil)
}

private func mark(_ value: PatientDocument.Value, _ level: Double, _ alerts: [AlertDocument], on chart: inout Chart) {
    let quantity = value.quantity
    let day = Double(value.day)
    let bar: (Double, Double)? =
        if let low = quantity.low, let high = quantity.high, low > 0, quantity.copies != nil { (low, high) } else {
            nil
        }
    let shape: Chart.Shape =
        quantity.copies == nil ? (quantity.belowLLOQ ? .down : .up) : alerts.isEmpty ? .circle : .diamond
    let shown =
        quantity.copies.map { plainCopies($0) }
        ?? (quantity.belowLLOQ ? "below \(plainCopies(level))" : "above \(plainCopies(level))")
    let rules = alerts.map(\.rule).joined(separator: " ")
    chart.mark(
        day, level, alerts.isEmpty ? "dot" : "raised", shape, bar: bar,
        says: "day \(value.day): \(shown)\(rules.isEmpty ? "" : ", \(rules)")")
    if !rules.isEmpty, let x = chart.px(day) {
        let side = x > chart.edge - 90 ? "raisedtext r" : "raisedtext m"
        chart.add(
            .element(
                "text", [.class(side), Attribute("x", tenth(x)), Attribute("y", tenth(chart.pyHeld(level) + 22))],
                HTML(rules)))
    }
}

/// The line from the day of the last value on, in the band of its two bounds.
private func forecast(
    _ trend: OutlookDocument.Trend, from day: Double?, _ patient: PatientDocument, on chart: inout Chart
) {
    let origin = Double(patient.origin)
    let end = trend.day + origin
    guard let day, end > day, trend.copies > 0, trend.low > 0, trend.high > 0 else { return }
    let start = trend.copies * pow(10, trend.slope * (day - end))
    // Lines in time are bent by the axis.
    let steps = (0...16).map { Double($0) / 16 }
    func along(_ target: Double) -> [(Double, Double)] {
        steps.map { (day + (end - day) * $0, start * pow(target / start, $0)) }
    }
    chart.line(along(trend.low) + along(trend.high).reversed(), "band")
    chart.line(along(trend.copies), "ahead")
}

extension Chart {
    /// Whether an expected sample came, at the foot of the chart.
    fileprivate mutating func visit(_ day: Int, _ visit: OutlookDocument.Visit) {
        guard let x = px(Double(day)) else { return }
        let y = floor - 8
        let form =
            visit.state == .missed
            ? HTML.empty(
                "path", [.class("visit missed"), Attribute("d", "M\(tenth(x - 4)) \(tenth(y - 4))l8 8m0-8l-8 8")])
            : .empty(
                "circle",
                [
                    .class("visit \(visit.state.rawValue)"), Attribute("cx", tenth(x)), Attribute("cy", tenth(y)),
                    Attribute("r", "4"),
                ])
        add(.element("g", [], form, .element("title", [], HTML("visit of day \(day): \(visit.state.rawValue)"))))
    }
}
