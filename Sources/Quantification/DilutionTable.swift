// Replicates of a dilution series as a table: one line a well, with its Cq, its declared quantity and its target.

/// Reads a table with the columns `cq`, `quantity` (or `sq`, as Bio-Rad's software writes it) and, where there are several, `target`; other columns are
/// ignored. A Cq that is missing (empty, NA, "undetermined") did not amplify; a line without a quantity is a control and is left out.
///
/// - Returns: each target's levels, targets in the order of the table.
/// - Throws: where the columns are missing or a cell is no number.
public func readDilutions(_ text: String) throws(MatrixError) -> [(target: String, levels: [DilutionLevel])] {
    let table = try textTable(text)
    let header = table.header.map { $0.lowercased() }
    guard let cq = header.firstIndex(of: "cq"), let quantity = header.firstIndex(where: { $0 == "quantity" || $0 == "sq" }) else {
        throw MatrixError("The first line should name the columns cq and quantity (and target, where there are several).")
    }
    let target = header.firstIndex(of: "target")
    let commas = DecimalCommas(table)
    var order: [String] = []
    var wells: [String: [Double: (cqs: [Double], replicates: Int)]] = [:]
    for line in table.lines {
        func cell(_ column: Int) -> String { column < line.cells.count ? line.cells[column] : "" }
        func number(_ column: Int) throws(MatrixError) -> Double {
            if cell(column).lowercased() == "undetermined" { return .nan }
            guard let value = commas.number(cell(column)) else { throw MatrixError("Line \(line.number) holds \"\(shown(cell(column)))\", which is no number.") }
            return value
        }
        let declared = try number(quantity), measured = try number(cq)
        guard declared > 0, declared.isFinite else { continue }
        let name = target.map(cell) ?? ""
        if wells[name] == nil { order.append(name) }
        var level = wells[name, default: [:]][declared] ?? ([], 0)
        level.replicates += 1
        if measured.isFinite { level.cqs.append(measured) }
        wells[name, default: [:]][declared] = level
    }
    return order.map { name in
        (name, wells[name, default: [:]].map { DilutionLevel(quantity: $0, cqs: $1.cqs, replicates: $1.replicates) }.sorted { $0.quantity > $1.quantity })
    }
}
