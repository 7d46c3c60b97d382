// Splitting a table of text into cells, and reading numbers written with a point or a comma.

import Assay

struct TextTable {
    struct Line {
        /// Counted from 1, as an editor shows it.
        let number: Int
        let cells: [String]
    }
    let header: [String]
    let lines: [Line]
    let separator: UInt8
}

func textTable(_ text: String) throws(MatrixError) -> TextTable {
    guard text.utf8.count <= CurveMatrix.bytesMax else {
        throw MatrixError("The table is larger than \(CurveMatrix.bytesMax >> 20) MiB.")
    }
    var header: [String]?
    var separator = UInt8(ascii: "\t")
    var lines: [TextTable.Line] = []
    var cells = 0
    var number = 0
    let (body, before) = withoutSeparatorLine(text[...])
    number = before
    var rest = body.utf8
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for piece in rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        number += 1
        let line = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
        if line.allSatisfy({ $0 == 32 || $0 == 9 }) { continue }
        guard let columns = header?.count else {
            let mark = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")].first { line.contains($0) }
            separator = mark ?? separator
            header = split(line, separator)
            continue
        }
        let found = split(line, separator)
        guard found.count <= columns || found[columns...].allSatisfy(\.isEmpty) else {
            throw MatrixError("Line \(number) has \(found.count) cells, the first line only \(columns).")
        }
        cells += found.count
        guard cells <= CurveMatrix.cellsMax else {
            throw MatrixError("The table holds more than \(CurveMatrix.cellsMax) cells.")
        }
        lines.append(.init(number: number, cells: found))
    }
    guard let header else { throw MatrixError("The table is empty.") }
    return TextTable(header: header, lines: lines, separator: separator)
}

private func split(_ line: Substring.UTF8View, _ separator: UInt8) -> [String] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
        var trimmed = cell
        while let first = trimmed.first, first == 32 || first == 34 { trimmed = trimmed.dropFirst() }
        while let last = trimmed.last, last == 32 || last == 34 { trimmed = trimmed.dropLast() }
        return String(Substring(trimmed))
    }
}

/// What a comma in a number of this table means.
struct DecimalCommas {
    private let isDecimal: Bool

    /// Decimal where no number has a point and either semicolons part the cells, as programs do that write decimal
    /// commas, or some number could not have been meant with thousands: "0,5", "12,34".
    init(_ table: TextTable) {
        var point = false, certain = table.separator == UInt8(ascii: ";")
        for line in table.lines {
            for cell in line.cells {
                guard let comma = cell.utf8.firstIndex(of: 44) else {
                    if cell.utf8.contains(46) { point = true }
                    continue
                }
                let whole = cell.utf8[..<comma].drop { $0 == 43 || $0 == 45 }
                let digits = cell.utf8[cell.utf8.index(after: comma)...].prefix { (48...57).contains($0) }
                if digits.count != 3 || whole.first == 48 || whole.isEmpty || whole.count > 3 { certain = true }
            }
        }
        isDecimal = certain && !point
    }

    /// The cell's value; NaN where it is missing (`NA`, `NaN`, empty, `-`), nil where it is no number.
    func number(_ cell: String) -> Double? {
        switch cell.lowercased() {
        case "", "na", "nan", "n/a", "-", "null": return .nan
        case "inf", "+inf", "infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: break
        }
        let allowed = cell.utf8.allSatisfy {
            (48...57).contains($0) || $0 == 43 || $0 == 45 || $0 == 46 || $0 == 44 || $0 == 69 || $0 == 101
        }
        guard allowed else { return nil }
        guard cell.utf8.contains(44) else { return Double(cell) }
        guard isDecimal, cell.utf8.count(where: { $0 == 44 }) == 1 else { return nil }
        return Double(String(cell.map { $0 == "," ? "." : $0 }))
    }
}

/// Text from a file made fit for a message: at most `limit` characters, none of them a control character.
func shown(_ text: String, limit: Int = 40) -> String {
    String(text.unicodeScalars.prefix(limit).map { $0.properties.generalCategory == .control ? " " : Character($0) })
}
