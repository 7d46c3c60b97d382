public import Assay
import Foundation
import Text

/// The plate as a small map of Cq values, one map a dye: "x" excluded, "–" negative, "!" invalid, "m" only a melt, "·"
/// unused or not in the file.
public func plateText(_ run: RunAnalysis, colour: Bool = false) -> String {
    var dyes: [String?] = []
    for well in run.wells where !dyes.contains(well.dye) { dyes.append(well.dye) }
    let rows = max(8, (run.wells.map(\.position.row).max() ?? 0) + 1)
    let columns = max(12, (run.wells.map(\.position.column).max() ?? 0) + 1)
    return dyes.map { dye in
        let wells = Dictionary(
            run.wells.filter { $0.dye == dye }.map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first })
        var table = AlignedTable([.init("")] + (1...columns).map { .init(String($0), .right) })
        for row in 0..<rows {
            guard let first = WellPosition(row: row, column: 0) else { continue }
            let cells = (0..<columns).map { WellPosition(row: row, column: $0).flatMap { wells[$0] }.map(cell) ?? "·" }
            table.add([String(first.label.dropLast())] + cells)
        }
        let heading =
            dyes.count > 1 ? Ink.bold.applied("Cq, \(terminalSafe(dye ?? "no dye"))", colour: colour) + "\n" : ""
        return heading + table.text(colour: colour)
    }.joined(separator: "\n")
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
