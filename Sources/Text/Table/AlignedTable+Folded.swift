extension AlignedTable {
    private static let indent = 4

    /// The same in lines of at most `columns` characters, where its cells let it: what does not fit stands on lines of
    /// its own below, indented, its titles below the titles.
    package func text(colour: Bool = false, columns room: Int) -> String {
        let widths = columns.indices.map { column in
            ([columns[column].title] + rows.map { column < $0.count ? $0[column] : "" }).map {
                terminalSafe($0, max: Self.cellMax).count
            }.max() ?? 0
        }
        guard widths.reduce(-2, { $0 + $1 + 2 }) > room else { return text(colour: colour) }
        var groups: [[Int]] = []
        var used = 0
        for column in columns.indices {
            let free = groups.count < 2 ? room : room - Self.indent
            if let last = groups.indices.last, used + 2 + widths[column] <= (last == 0 ? room : free) {
                groups[last].append(column)
                used += 2 + widths[column]
            } else {
                groups.append([column])
                used = widths[column]
            }
        }
        let parts = groups.map { group in
            var part = AlignedTable(group.map { columns[$0] })
            for (row, ink) in zip(rows, inks) { part.add(group.map { $0 < row.count ? row[$0] : "" }, ink: ink) }
            return (lines: part.lines(colour: colour), plain: part.lines(colour: false))
        }
        let margin = String(repeating: " ", count: Self.indent)
        return (0...rows.count).map { row in
            parts.indices.compactMap { part in
                part > 0 && parts[part].plain[row].isEmpty
                    ? nil : (part > 0 ? margin : "") + parts[part].lines[row] + "\n"
            }.joined()
        }.joined()
    }

    private func lines(colour: Bool) -> [String] {
        text(colour: colour).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
