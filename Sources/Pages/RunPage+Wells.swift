import Assay
import Reporting

/// Every well with our values and the instrument's beside each other.
func wellsSection(_ series: PlateSeries, ordinal: Int?) -> Section? {
    var columns: [Table.Column] = [
        .text("Well"), .text("Sample"), .text("Kind"), .text("Call"), .number("Cq"), .number("±"), .text("Its call"),
        .number("Its Cq"), .number("Quantity"),
        .number("95 % interval"), .number("Its quantity"), .number("Declared"), .number("Efficiency"),
        .number("Tm, °C"), .text("Notes"),
    ]
    let measured = series.wells.contains { $0.instrumentEPF != nil || $0.instrumentSlope != nil }
    if measured { columns.insert(contentsOf: [.number("Its slope"), .number("Its EPF")], at: 14) }
    let declared = series.wells.contains { $0.standard != nil }
    if !declared { columns.remove(at: 11) }
    let unit = Set(series.wells.compactMap(\.unit)).sorted().map { bounded($0) }.joined(separator: ", ")
    var table = Table(
        "Wells of \(series.label)\(unit.isEmpty ? "" : ", quantities in \(unit)"). \"Its\": what the instrument's "
            + "software says",
        columns)
    var notes = Notes()
    for well in series.wells {
        var cells: [HTML] = [
            HTML(well.well), name(well.sample), HTML(well.type.rawValue), callText(well), number(well.cq, 2),
            number(well.cqSE, 2),
            HTML(well.instrumentCall ?? "–"), number(well.instrumentCq, 2), copies(well.quantity),
            interval(well.quantityLow, well.quantityHigh),
            copies(well.instrumentQuantity), copies(well.standard), number(well.efficiency, 2), melting(well),
            notes.marks(remarks(well)),
        ]
        if measured {
            cells.insert(contentsOf: [number(well.instrumentSlope, 4), number(well.instrumentEPF, 6)], at: 14)
        }
        if !declared { cells.remove(at: 11) }
        table.add(cells, [searched(well)])
    }
    return section(
        ordinal == nil ? "Wells" : "Wells of \(series.label)", id: series.anchor("wells", ordinal), table.html,
        notes.html)
}
