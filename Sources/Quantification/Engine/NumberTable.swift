// A table of numbers from the command line: curves, or replicates of a dilution series.
internal import Text

struct NumberTable {
    let header: [String]
    let rows: [TableRow]
    /// What a row is in the text: "line", or "column" of one that was transposed.
    let lines: String
    /// At the beginning of a sentence.
    var linesFirst: String { lines.prefix(1).uppercased() + lines.dropFirst() }
    private let commas: DecimalCommas

    init(_ text: String) throws(MatrixError) {
        guard text.utf8.count <= CurveMatrix.bytesMax else {
            throw MatrixError("The table is larger than \(CurveMatrix.bytesMax >> 20) MiB.")
        }
        let limits = TableLimits(
            rows: CurveMatrix.cellsMax, columns: CurveMatrix.columnsMax + 1, cells: CurveMatrix.cellsMax,
            rowBytes: CurveMatrix.bytesMax)
        let source = DelimitedText(text)
        let separator = source.strongestSeparator
        var reader = TableReader(source, separator: separator, quotes: .orText, limits: limits)
        do {
            guard let header = try reader.next()?.cells else { throw MatrixError("The table is empty.") }
            var rows: [TableRow] = []
            while let row = try reader.next() {
                guard row.cells.dropFirst(header.count).allSatisfy(\.isEmpty) else {
                    throw MatrixError(
                        "Line \(row.line) has \(row.cells.count) cells, the first line only \(header.count).")
                }
                rows.append(row)
            }
            self.header = header
            self.rows = rows
            lines = "line"
        } catch let fault as TableFault {
            throw MatrixError("\(fault).")
        } catch let error as MatrixError {
            throw error
        } catch {
            throw MatrixError("The table cannot be read.")
        }
        commas = DecimalCommas(rows.lazy.flatMap(\.cells), separator: separator)
    }

    private init(header: [String], rows: [TableRow], commas: DecimalCommas) {
        (self.header, self.rows, self.commas, lines) = (header, rows, commas, "column")
    }

    /// A table whose lines are curves, as one whose lines are cycles.
    func transposed() throws(MatrixError) -> NumberTable {
        let cycles = header.indices.dropFirst().filter { index in number(header[index]).map(\.isFinite) ?? false }
        guard !cycles.isEmpty else {
            throw MatrixError(
                "The first line holds no cycle: it should name the curves' column and then count cycles from 1.")
        }
        guard rows.count * (cycles.count + 1) <= CurveMatrix.cellsMax, rows.count <= CurveMatrix.columnsMax else {
            throw MatrixError("The table holds more than can be read.")
        }
        return NumberTable(
            header: ["cycle"] + rows.map { $0.cells.first ?? "" },
            rows: cycles.map { cycle in
                TableRow(
                    line: cycle + 1,
                    cells: [header[cycle]] + rows.map { cycle < $0.cells.count ? $0.cells[cycle] : "" })
            }, commas: commas)
    }

    /// The cell's value; NaN where it is missing (`NA`, `NaN`, empty, `-`), nil where it is no number.
    func number(_ cell: String) -> Double? {
        switch cell.lowercased() {
        case "", "na", "nan", "n/a", "-", "null": .nan
        case "inf", "+inf", "infinity": .infinity
        case "-inf", "-infinity": -.infinity
        default: commas.number(cell)
        }
    }
}
