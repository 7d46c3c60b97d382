public import Assay
import Foundation
import Text

/// The plate as a small map of Cq values, one map a dye, and what its marks mean. Where `width` has no room for all
/// columns of the plate, they stand in parts below one another.
public func plateText(_ run: RunAnalysis, width: Int = textColumns, colour: Bool = false) -> String {
    var dyes: [String?] = []
    for well in run.wells where !dyes.contains(well.dye) { dyes.append(well.dye) }
    let columns = max(12, (run.wells.map(\.position.column).max() ?? 0) + 1)
    let rows = max(8, (run.wells.map(\.position.row).max() ?? 0) + 1)
    // Two letters of the row, then each column with its gap.
    let atOnce = max(1, min(columns, (width - 2) / columnWidth))
    let parts = stride(from: 0, to: columns, by: columns <= atOnce ? columns : min(atOnce, 6)).map { start in
        start..<min(start + (columns <= atOnce ? columns : min(atOnce, 6)), columns)
    }
    let maps = dyes.flatMap { dye in
        let wells = Dictionary(
            run.wells.filter { $0.dye == dye }.map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first })
        let heading =
            dyes.count > 1 ? Ink.bold.applied("Cq, \(terminalSafe(dye ?? "no dye"))", colour: colour) + "\n" : ""
        return parts.enumerated().map { index, part in
            (index == 0 ? heading : "") + map(wells, rows: rows, columns: part, colour: colour)
        }
    }
    return maps.joined(separator: "\n") + folded(legend(run, rows * columns), indent: 0, columns: width) + "\n"
}

/// "23.1" and a gap.
private let columnWidth = 6

private func map(_ wells: [WellPosition: WellAnalysis], rows: Int, columns: Range<Int>, colour: Bool) -> String {
    var table = AlignedTable([.init("")] + columns.map { .init(String($0 + 1), .right) })
    for row in 0..<rows {
        guard let first = WellPosition(row: row, column: 0) else { continue }
        let cells = columns.map { WellPosition(row: row, column: $0).flatMap { wells[$0] }.map(cell) ?? "·" }
        table.add([String(first.label.dropLast())] + cells)
    }
    return table.text(colour: colour)
}

/// Of the marks that stand in the map.
private func legend(_ run: RunAnalysis, _ places: Int) -> String {
    let marks = Set(run.wells.map(cell))
    let meanings = [
        ("–", "did not amplify"), ("!", "no valid call"), ("m", "only a melt"), ("x", "excluded"),
        ("+", "amplified, without a Cq"),
    ].filter { marks.contains($0.0) }
    let empty = marks.contains("·") || Set(run.wells.map(\.position)).count < places ? [("·", "unused")] : []
    return (["Cq of each well"] + (meanings + empty).map { "\($0.0) \($0.1)" }).joined(separator: "; ")
}

private func cell(_ well: WellAnalysis) -> String {
    if well.type == .unused { return "·" }
    if well.excluded { return "x" }
    switch well.result.call {
    case .positive: return well.result.cq.map { fixed($0, 1) } ?? "+"
    case .negative: return "–"
    case .invalid: return well.flags.contains(.meltOnly) ? "m" : "!"
    }
}

/// A decimal with just `digits` places, "–" where there is none.
func fixed(_ number: Double?, _ digits: Int) -> String {
    guard let number, number.isFinite else { return "–" }
    return String(format: "%.\(digits)f", number)
}
