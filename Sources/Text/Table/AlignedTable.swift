/// Rows and columns as aligned plain text, for people. Cells may come from files: control characters are shown, never
/// sent to a terminal.
package struct AlignedTable: Sendable {
    package enum Alignment: Sendable { case left, right }
    package struct Column: Sendable {
        package var title: String
        package var alignment: Alignment
        package init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }
    /// Characters of a cell; the rest is cut and marked.
    package static let cellMax = 200

    package var columns: [Column]
    /// Shorter rows end in empty cells, longer ones are cut.
    package var rows: [[String]] = []
    /// One a row where rows are inked.
    package var inks: [Ink?] = []

    package init(_ columns: [Column]) { self.columns = columns }

    package mutating func add(_ row: [String], ink: Ink? = nil) {
        rows.append(row)
        inks.append(ink)
    }

    /// Lines without trailing blanks, each ended by a newline; titles first.
    package func text(colour: Bool = false) -> String {
        let cells = ([columns.map(\.title)] + rows).map { row in
            columns.indices.map { $0 < row.count ? terminalSafe(row[$0], max: Self.cellMax) : "" }
        }
        let widths = columns.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var out = ""
        for (index, row) in cells.enumerated() {
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line +=
                    (column > 0 ? "  " : "") + (columns[column].alignment == .right ? padding + cell : cell + padding)
            }
            while line.last == " " { line.removeLast() }
            let ink: Ink? = index == 0 ? .bold : index - 1 < inks.count ? inks[index - 1] : nil
            out += (ink.map { $0.applied(line, colour: colour) } ?? line) + "\n"
        }
        return out
    }
}

/// What a terminal may be asked for. Without colour the text stays as it is.
package enum Ink: Int, Sendable {
    case bold = 1, dim = 2, red = 31, green = 32, yellow = 33, blue = 34

    package func applied(_ text: String, colour: Bool) -> String {
        colour ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
