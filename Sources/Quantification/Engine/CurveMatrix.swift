// Fluorescence from anywhere: a text matrix whose first column counts cycles and whose other columns are curves.
public import Assay
internal import Text

/// Why a text is no matrix of curves, in a sentence a person can act on.
public struct MatrixError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}

public struct CurveMatrix: Hashable, Sendable {
    public struct Column: Hashable, Sendable {
        public let name: String
        /// Nil where `reason` says why this column is no curve.
        public let curve: AmplificationCurve?
        public let reason: String?
    }
    public let columns: [Column]

    /// Limits on what is read from outside.
    public static let bytesMax = 256 << 20
    public static let columnsMax = 100_000
    public static let cellsMax = 20_000_000
}

/// Reads a table whose header is `cycle` and one name a curve, and whose lines are cycles. Cells are separated by tabs
/// (or by semicolons or commas where the header has no tab); `NA` and empty cells are missing; decimal commas are read
/// where no other meaning is possible.
///
/// - Parameter transposed: a line is a curve and a column a cycle: the first column names the curve, a column whose head
///   is a whole number holds that cycle, others are passed over.
/// - Throws: where the text has no such shape at all. What is wrong with one curve, or with the cycle numbers of all,
///   is that column's `reason`.
public func readCurveMatrix(_ text: String, transposed: Bool = false) throws(MatrixError) -> CurveMatrix {
    let table = transposed ? try NumberTable(text).transposed() : try NumberTable(text)
    guard table.header.count > 1 else {
        throw MatrixError(
            "The first line names no curve: it should read cycle and then one name a curve, separated by tabs.")
    }
    guard table.header[0].lowercased() == "cycle" || table.header[0].lowercased() == "cycles" else {
        throw MatrixError("The first column is called \(quoted(table.header[0], max: 40)) and should be called cycle.")
    }
    guard table.header.count - 1 <= CurveMatrix.columnsMax else {
        throw MatrixError("The table holds more than \(CurveMatrix.columnsMax) curves.")
    }
    guard !table.rows.isEmpty else { throw MatrixError("The table holds no cycle.") }
    let names = table.header.dropFirst().map { $0 }
    func failed(_ reason: String) -> CurveMatrix {
        CurveMatrix(columns: names.map { .init(name: $0, curve: nil, reason: reason) })
    }

    var cycles: [Int] = []
    for row in table.rows {
        let cell = row.cells.first ?? ""
        guard let number = table.number(cell), number.isFinite else {
            return failed(
                "\(table.linesFirst) \(row.line) has \(quoted(cell, max: 40)) where a cycle number should be.")
        }
        guard let cycle = Int(exactly: number), abs(cycle) <= 1_000_000 else {
            return failed(
                "The cycle number \(quoted(cell, max: 40)) in \(table.lines) \(row.line) is not a whole number.")
        }
        if let last = cycles.last {
            if cycle <= last {
                return failed(
                    cycles.contains(cycle)
                        ? "Cycle \(cycle) occurs twice (\(table.lines) \(row.line))."
                        : "The cycle numbers are not in order: cycle \(cycle) follows cycle \(last) (\(table.lines) "
                            + "\(row.line))."
                )
            }
            guard cycle - cycles[0] < AmplificationCurve.cyclesMax else {
                return failed("The cycles span more than the \(AmplificationCurve.cyclesMax) that can be read.")
            }
        }
        cycles.append(cycle)
    }
    guard let first = cycles.first, let last = cycles.last else { throw MatrixError("The table holds no cycle.") }
    guard names.count * (last - first + 1) <= CurveMatrix.cellsMax else {
        return failed("\(names.count) curves of \(last - first + 1) cycles are more than can be read.")
    }
    let columns = names.indices.map { j -> CurveMatrix.Column in
        var fluorescence = [Double](repeating: .nan, count: last - first + 1)
        for (row, cycle) in zip(table.rows, cycles) where j + 1 < row.cells.count {
            let cell = row.cells[j + 1]
            guard let value = table.number(cell) else {
                let reason =
                    cell.contains(",")
                    ? "\(table.linesFirst) \(row.line) holds \(quoted(cell, max: 40)): the comma may mean decimals or thousands."
                    : "\(table.linesFirst) \(row.line) holds \(quoted(cell, max: 40)), which is no number."
                return .init(name: names[j], curve: nil, reason: reason)
            }
            fluorescence[cycle - first] = value
        }
        return .init(
            name: names[j], curve: AmplificationCurve(fluorescence: fluorescence, firstCycle: first), reason: nil)
    }
    return CurveMatrix(columns: columns)
}

/// Reads each curve's target from a table with the columns `curve` and `target`; other columns are ignored.
public func readTargets(_ text: String) throws(MatrixError) -> [String: String] {
    let table = try NumberTable(text)
    guard let curve = table.header.firstIndex(of: "curve"), let target = table.header.firstIndex(of: "target") else {
        throw MatrixError("The table of targets needs a first line with the columns curve and target.")
    }
    var targets: [String: String] = [:]
    for row in table.rows where row.cells.count > max(curve, target) {
        if let known = targets[row.cells[curve]], known != row.cells[target] {
            throw MatrixError("Line \(row.line) gives the curve \(quoted(row.cells[curve], max: 40)) a second target.")
        }
        targets[row.cells[curve]] = row.cells[target]
    }
    return targets
}
