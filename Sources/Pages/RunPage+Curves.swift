import Assay
import Reporting
import Text

/// What was measured of one target, drawn: amplification on both scales, melting peaks, the standard curve.
/// - Parameter ordinal: of the series among several.
func curvesSection(_ series: PlateSeries, thresholdShare: Double, ordinal: Int?) -> Section? {
    let figures = [
        amplification(series, log: true), amplification(series, log: false), raw(series), meltingPeaks(series),
        standardCurve(series),
    ].compactMap(\.self)
    guard !figures.isEmpty else { return .none }
    let share = plainDecimal(thresholdShare * 100, digits: 1)
    let threshold = HTML.element(
        "p", [.class("soft")],
        "A dot on the logarithmic curve marks the Cq: where the curve has risen by about \(share) % of its own "
            + "plateau. What the figures show stands in the tables under \"Wells\" and \"Measured values\"."
    )
    return section(
        ordinal == nil ? "Curves" : "Curves of \(series.label)", id: series.anchor("curves", ordinal),
        key(series.wells.filter { series.curves[$0.well] != nil }),
        threshold, .element("div", [.class("two")], HTML(figures)), levels(series))
}

func figure(_ chart: Chart, _ caption: HTML) -> HTML {
    .element("figure", [], chart.svg, .element("figcaption", [], caption))
}

/// The curve of a well, the dot at its Cq, and what it says when it is pointed at.
private func curve(_ well: WellDocument, _ path: String, dot: String?, says: String?) -> HTML {
    guard !path.isEmpty else { return .none }
    return .element(
        "g", [.class("w \(mark(well.type))"), Attribute("data-w", well.well)],
        says.map { .element("title", [], HTML($0)) } ?? .none, .empty("path", [Attribute("d", path)]),
        dot.map { .empty("path", [.class("q"), Attribute("d", $0)]) } ?? .none)
}

private func cyclesAxis(_ drawn: [(well: WellDocument, curves: CurvesDocument)]) -> Scale {
    Scale(
        Double(drawn.compactMap(\.curves.cycles.first).min() ?? 1),
        Double(drawn.compactMap(\.curves.cycles.last).max() ?? 45))
}

/// Of the largest value, what a logarithmic axis begins at.
private let floorShare = 1.0 / 1000

private func amplification(_ series: PlateSeries, log: Bool) -> HTML? {
    let drawn = series.drawn { $0.baselineCorrected.contains { $0 != nil } }
    let values = drawn.flatMap { $0.curves.baselineCorrected.compactMap(\.self) }
    guard let top = values.max(), let bottom = values.min(), top > 0 || !log else { return nil }
    let positive = drawn.count { $0.well.call == .positive }
    var chart = Chart(
        "Amplification of \(counted(drawn.count, "well")), baseline taken off, on a \(log ? "logarithmic" : "linear") scale: "
            + "\(positive) amplified.",
        x: cyclesAxis(drawn),
        y: log ? Scale(top * floorShare, top * 1.2, log: true) : Scale(min(bottom, 0), top * 1.03), xName: "cycle",
        yName: "fluorescence above the baseline", width: 560, height: 360)
    for (well, curves) in drawn {
        let points = zip(curves.cycles.lazy.map(Double.init), curves.baselineCorrected)
        let at = well.cq.flatMap { cq in height(of: curves, at: cq).flatMap { chart.dot(cq, $0) } }
        let says =
            log
            ? "\(well.well) \(bounded(well.sample)): \(well.cq.map { "Cq " + fixedText($0, 2) } ?? well.call.rawValue)"
            : nil
        chart.add(curve(well, chart.path(points), dot: log && well.call == .positive ? at : nil, says: says))
    }
    return figure(
        chart, log ? "Amplification, baseline taken off, logarithmic" : "Amplification, baseline taken off, linear")
}

/// Between the cycles on either side.
private func height(of curves: CurvesDocument, at cycle: Double) -> Double? {
    guard let first = curves.cycles.first else { return nil }
    // A file may call any number a cycle.
    guard cycle.magnitude < Double(Int32.max) else { return nil }
    let before = Int(cycle.rounded(.down)) - first
    guard curves.baselineCorrected.indices.contains(before), let low = curves.baselineCorrected[before] else {
        return nil
    }
    guard curves.baselineCorrected.indices.contains(before + 1), let high = curves.baselineCorrected[before + 1] else {
        return low
    }
    return low + (high - low) * (cycle - cycle.rounded(.down))
}

private func raw(_ series: PlateSeries) -> HTML? {
    let drawn = series.drawn { $0.fluorescence.contains { $0 != nil } }
    let values = drawn.flatMap { $0.curves.fluorescence.compactMap(\.self) }
    guard let top = values.max(), let bottom = values.min() else { return nil }
    var chart = Chart(
        "Fluorescence of \(counted(drawn.count, "well")) as the instrument exported it.", x: cyclesAxis(drawn),
        y: Scale(min(bottom, top - (top - bottom) * 1.02), top + (top - bottom) * 0.02), xName: "cycle",
        yName: "fluorescence", width: 560, height: 360)
    for (well, curves) in drawn {
        chart.add(
            curve(well, chart.path(zip(curves.cycles.lazy.map(Double.init), curves.fluorescence)), dot: nil, says: nil))
    }
    return figure(chart, "Raw fluorescence")
}

private func meltingPeaks(_ series: PlateSeries) -> HTML? {
    let drawn = series.drawn { $0.peakTemperature.count > 1 }
    let thinned = drawn.map { ($0.well, MeltPoints(thinning: $0.curves)) }
    let values = thinned.flatMap(\.1.slope)
    guard let top = values.max(), let bottom = values.min(),
        let low = drawn.compactMap(\.curves.peakTemperature.first).min(),
        let high = drawn.compactMap(\.curves.peakTemperature.last).max()
    else { return nil }
    var chart = Chart(
        "Melting peaks of \(counted(drawn.count, "well")): the negative slope of fluorescence against temperature.",
        x: Scale(low, high),
        y: Scale(min(bottom, 0), top * 1.03), xName: "temperature, °C", yName: "−dF/dT", width: 560, height: 360)
    for (well, points) in thinned {
        let tm = well.tm.map { fixedText($0, 2) }.joined(separator: ", ")
        chart.add(
            curve(
                well, chart.path(zip(points.temperature, points.slope.lazy.map(Optional.init))), dot: nil,
                says: "\(well.well) \(bounded(well.sample)): \(tm.isEmpty ? "no peak" : "Tm \(tm) °C")"))
    }
    return figure(chart, "Melting peaks")
}
