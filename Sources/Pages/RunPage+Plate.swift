import Assay
import Reporting

/// The plate as a map of Cq, one a dye: the stronger the shade, the earlier the Cq; shades are steps of grey for who
/// prints them so.
func plateSection(_ run: RunDocument) -> Section? {
    var dyes: [String?] = []
    for well in run.wells where well.type != .unused && !dyes.contains(well.dye) { dyes.append(well.dye) }
    guard !dyes.isEmpty else { return .none }
    return section("Plate", HTML(dyes.map { plate(run, dye: $0, named: dyes.count > 1) }))
}

private func plate(_ run: RunDocument, dye: String?, named: Bool) -> HTML {
    let placed = run.wells.filter { $0.dye == dye && $0.type != .unused }.compactMap { well in
        WellPosition(label: well.well).map { ($0, well) }
    }
    let wells = Dictionary(grouping: placed, by: \.0).mapValues { $0.map(\.1) }
    let last = placed.map(\.0).reduce((row: 7, column: 11)) { (max($0.row, $1.row), max($0.column, $1.column)) }
    let (rows, columns) = last.row > 7 || last.column > 11 ? (max(16, last.row + 1), max(24, last.column + 1)) : (8, 12)
    let cqs = placed.compactMap(\.1.cq)
    let shades = Scale(cqs.min() ?? 0, cqs.max() ?? 1)
    let head = HTML.element(
        "tr", [], .element("td", [.class("corner")]),
        HTML((1...columns).map { .cell("th", [Attribute("scope", "col")], "\($0)") }))
    let body = (0..<rows).compactMap { row -> HTML? in
        guard let first = WellPosition(row: row, column: 0) else { return nil }
        let cells = (0..<columns).map {
            WellPosition(row: row, column: $0).flatMap { wells[$0] }.map { cell($0, shades) }
                ?? HTML.cell("td", [], .none)
        }
        return .element(
            "tr", [], .cell("th", [Attribute("scope", "row")], HTML(String(first.label.dropLast()))), HTML(cells))
    }
    let caption =
        "Sample and Cq of each well\(named ? ", \(bounded(dye ?? "no dye"))" : ""): the stronger the shade, the "
        + "earlier; – did not amplify, ! invalid, x excluded. Frames: solid standard, dotted positive control, "
        + "dashed no-template control."
    let table = HTML.element(
        "table", [], .element("caption", [], HTML(caption)), .element("thead", [], head),
        .element("tbody", [], HTML(body)))
    return .element(
        "div", [.class(columns > 12 ? "plate big" : "plate")],
        scrolling("Plate\(named ? ", \(bounded(dye ?? "no dye"))" : "")", table))
}

/// Several targets of one dye in a well stand under one another.
private func cell(_ wells: [WellDocument], _ shades: Scale) -> HTML {
    guard let first = wells.first else { return .cell("td", [], .none) }
    let shown = wells.map { short($0) }.joined(separator: " / ")
    // Early is many copies: strong.
    let shade = first.cq.flatMap { shades.place($0) }.map { 6 - Int((min(max($0, 0), 1) * 4.999).rounded(.down)) } ?? 1
    let said =
        "\(first.well), \(first.sample.isEmpty ? "no name" : bounded(first.sample, 80)), \(first.type.rawValue), "
        + wells.map { "\($0.call.rawValue), Cq \(fixedText($0.cq, 2))" }.joined(separator: "; ")
    return .cell(
        "td", [.class("k\(shade) \(mark(first.type))"), searched(first), Attribute("data-w", first.well)],
        .element(
            "button", [Attribute("type", "button"), Attribute("aria-label", said)], HTML(bounded(first.sample, 14)),
            .element("b", [], HTML(shown))))
}

private func short(_ well: WellDocument) -> String {
    if well.excluded { return "x" }
    return switch well.call {
    case .positive: fixedText(well.cq, 1)
    case .negative: "–"
    case .invalid: "!"
    }
}
