import Assay
import Foundation
import Reporting
import Text

func standardCurve(_ series: PlateSeries) -> HTML? {
    guard let curve = series.curve else { return nil }
    let levels = curve.levels.compactMap { level in
        level.quantity.flatMap { q in level.cq.flatMap { q > 0 ? (quantity: q, cq: $0, level: level) : nil } }
    }
    guard let least = levels.map(\.quantity).min(), let most = levels.map(\.quantity).max() else { return nil }
    let wells = series.wells.compactMap { well in
        well.standard.flatMap { q in
            well.type == .standard && !well.excluded ? well.cq.map { (quantity: q, cq: $0) } : nil
        }
    }
    let cqs = levels.map(\.cq) + wells.map(\.cq)
    guard let low = cqs.min(), let high = cqs.max() else { return nil }
    var chart = Chart(
        "Standard curve: Cq against the quantity of \(levels.count) levels, \(levels.count { $0.level.used }) of them "
            + "used.",
        x: Scale(least / 3, most * 3, log: true), y: Scale(low - 1.5, high + 1.5), xName: "declared quantity",
        yName: "Cq", width: 560, height: 360)
    if let slope = curve.slope, let intercept = curve.intercept {
        chart.line([least, most].map { ($0, intercept + slope * log10($0)) }, "fit")
    }
    for well in wells where well.quantity > 0 {
        chart.mark(well.quantity, well.cq, "visit", says: "one well: Cq \(fixedText(well.cq, 2))")
    }
    for level in levels {
        let why = level.level.used ? "used" : "left out: \(level.level.reason ?? "no reason given")"
        chart.mark(
            level.quantity, level.cq, level.level.used ? "level" : "level out",
            says: "\(plainCopies(level.quantity)): mean Cq \(fixedText(level.cq, 2)), \(why)")
    }
    return figure(
        chart, "Standard curve: thick rings are the mean of a level, dashed ones are left out; thin rings are wells")
}

/// The numbers of the standard curve.
func levels(_ series: PlateSeries) -> HTML {
    guard let curve = series.curve else { return .element("p", [], "No standards of this target on the plate.") }
    let its = series.instrumentCurve
    var line = Table(
        "The line; \"its\": what the instrument's software fitted to its own Cq, over all standards that nobody excluded",
        [.text("Figure"), .number("Ours"), .number("Its")])
    let rows: [(HTML, HTML, HTML)] = [
        ("Slope", number(curve.slope, 4), number(its?.slope, 4)),
        ("Intercept", number(curve.intercept, 2), number(its?.intercept, 2)),
        ("Efficiency", number(curve.efficiency, 2), number(its?.efficiency, 2)),
        ("R²", number(curve.r2, 4), number(its?.r2, 4)),
        ("Standard error, cycles", "–", number(its?.error, 2)),
        ("Wells in the fit", "\(curve.n)", "–"),
        ("Valid range", curve.lloq == nil && curve.uloq == nil ? "none" : interval(curve.lloq, curve.uloq), "–"),
    ]
    line.isNarrow = true
    for row in rows { line.add([row.0, row.1, row.2]) }
    var table = Table(
        "Levels of the standard curve",
        [
            .number("Quantity"), .number("Wells"), .number("Mean Cq"), .number("Read back as"), .number("CV"),
            .text("Used"), .text("Why it is left out"),
        ])
    for level in curve.levels {
        table.add([
            copies(level.quantity), level.n.map { "\($0)" } ?? "–", number(level.cq, 2), copies(level.backCalculated),
            level.cv.map { HTML("\(plainDecimal($0 * 100, digits: 1)) %") } ?? "–", level.used ? "used" : "left out",
            HTML(bounded(level.reason ?? "", 600)),
        ])
    }
    return .element("h3", [], HTML("Standard curve\(series.target.map { " of \(bounded($0))" } ?? "")"))
        + line.html + table.html
}
