import Foundation
import Reporting

/// What the figures are drawn from, as text that a spreadsheet takes: one column a well.
func measuredSection(_ series: PlateSeries, named: Bool) -> HTML {
    let amplified = series.wells.compactMap { series.curves[$0.well] }.filter { !$0.cycles.isEmpty }
    let melted = series.wells.compactMap { series.curves[$0.well] }.filter { $0.peakTemperature.count > 1 }
    var parts: [HTML] = []
    if let cycles = amplified.map(\.cycles).max(by: { $0.count < $1.count }) {
        func table(_ values: KeyPath<CurvesDocument, [Double?]>) -> String {
            let all = amplified.flatMap { $0[keyPath: values].compactMap(\.self) }
            let digits = digits(for: all)
            let lines = cycles.map { cycle in
                ([String(cycle)] + amplified.map { curves in
                    let index = cycle - (curves.cycles.first ?? 1)
                    return curves[keyPath: values].indices.contains(index) ? shortText(curves[keyPath: values][index], digits) : ""
                }).joined(separator: "\t")
            }
            return ((["cycle"] + amplified.map(\.well)).joined(separator: "\t") + "\n") + lines.joined(separator: "\n")
        }
        parts.append(details("Fluorescence above the baseline, cycle by cycle", block("Fluorescence above the baseline", table(\.baselineCorrected))))
        parts.append(details("Raw fluorescence, cycle by cycle", block("Raw fluorescence", table(\.fluorescence))))
    }
    if !melted.isEmpty {
        let points = melted.map { MeltPoints(thinning: $0) }
        let digits = digits(for: points.flatMap(\.slope).map(Optional.init).compactMap(\.self))
        let lines = zip(melted, points).map { curves, points in
            "\(curves.well)\tfrom \(fixedText(points.temperature.first, 2)) to \(fixedText(points.temperature.last, 2)) °C\t" + points.slope.map { shortText($0, digits) }.joined(separator: "\t")
        }
        parts.append(details("Melting peaks, −dF/dT about every \(fixedText(MeltPoints.spacing, 1)) °C, a line a well", block("Melting peaks", lines.joined(separator: "\n"))))
    }
    return parts.isEmpty ? .none : section(named ? "Measured values of \(series.label)" : "Measured values", HTML(parts))
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
