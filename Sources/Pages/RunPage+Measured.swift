import Foundation
import Reporting

/// What the figures are drawn from, as text that a spreadsheet takes: one column a well.
func measuredSection(_ series: PlateSeries, ordinal: Int?) -> Section? {
    let amplified = series.wells.compactMap { series.curves[$0.well] }.filter { !$0.cycles.isEmpty }
    let melted = series.wells.compactMap { series.curves[$0.well] }.filter { $0.peakTemperature.count > 1 }
    var parts: [HTML] = []
    if let cycles = amplified.map(\.cycles).max(by: { $0.count < $1.count }) {
        let digits = digits(for: amplified.flatMap { $0.baselineCorrected.compactMap(\.self) })
        func line(_ head: String, _ value: (CurvesDocument) -> Double?) -> String {
            ([head] + amplified.map { shortText(value($0), digits) }).joined(separator: "\t")
        }
        let lines = cycles.map { cycle in
            line(String(cycle)) { curves in
                let index = cycle - (curves.cycles.first ?? 1)
                return curves.baselineCorrected.indices.contains(index) ? curves.baselineCorrected[index] : nil
            }
        }
        // The raw curve is this and the baseline: a table of its own would say everything twice.
        let baseline = [line("baseline") { Baseline($0)?.level }, line("slope") { Baseline($0)?.slope }]
        let head = (["cycle"] + amplified.map(\.well)).joined(separator: "\t")
        parts.append(
            details(
                "Fluorescence above the baseline, cycle by cycle; the raw value is that, the baseline and its slope "
                    + "times the cycles since the first",
                block("Fluorescence above the baseline", ([head] + baseline + lines).joined(separator: "\n"))))
    }
    if !melted.isEmpty {
        let points = melted.map { MeltPoints(thinning: $0) }
        let digits = digits(for: points.flatMap(\.slope).map(Optional.init).compactMap(\.self))
        let lines = zip(melted, points).map { curves, points in
            "\(curves.well)\tfrom \(fixedText(points.temperature.first, 2)) to "
                + "\(fixedText(points.temperature.last, 2)) °C\t"
                + points.slope.map { shortText($0, digits) }.joined(separator: "\t")
        }
        parts.append(
            details(
                "Melting peaks, −dF/dT about every \(fixedText(MeltPoints.spacing, 1)) °C, a line a well",
                block("Melting peaks", lines.joined(separator: "\n"))))
    }
    return parts.isEmpty
        ? .none
        : section(
            ordinal == nil ? "Measured values" : "Measured values of \(series.label)",
            id: series.anchor("measured-values", ordinal), HTML(parts))
}

/// What was taken off a curve, at its first cycle and a cycle.
private struct Baseline {
    let level: Double
    let slope: Double

    init?(_ curves: CurvesDocument) {
        let taken = zip(curves.fluorescence, curves.baselineCorrected).enumerated().compactMap { index, pair in
            pair.0.flatMap { raw in pair.1.map { (index: Double(index), value: raw - $0) } }
        }
        guard let first = taken.first, let last = taken.last else { return nil }
        slope = last.index > first.index ? (last.value - first.value) / (last.index - first.index) : 0
        level = first.value - slope * first.index
    }
}

private func block(_ label: String, _ text: String) -> HTML { scrolling(label, .element("pre", [], HTML(text))) }

/// Decimals that show a thousandth of the largest value.
private func digits(for values: [Double]) -> Int {
    let largest = values.map(\.magnitude).max() ?? 1
    guard largest > 0, largest.isFinite else { return 0 }
    return min(max(0, 3 - Int(log10(largest).rounded(.down)) - 1), 9)
}

/// "-0.012" as "-.012": a page has ten thousand of them, and every spreadsheet reads it.
private func shortText(_ value: Double?, _ digits: Int) -> String {
    guard let value, value.isFinite else { return "" }
    let text = fixedText(value, digits)
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
}
