extension AlignedTable {
    private static let indent = 4

    /// The same in lines of at most `columns` characters: what does not fit stands on lines of its own below, indented,
    /// its titles below the titles; a cell that is wider than a line is broken at its blanks. Nil: no line is too long.
    package func text(colour: Bool = false, columns: Int?) -> String {
        rowTexts(colour: colour, columns: columns).joined()
    }

    /// What each row is in that, for what else is to stand below it; the titles first.
    package func rowTexts(colour: Bool = false, columns room: Int?) -> [String] {
        let widths = columns.indices.map { column in
            ([columns[column].title] + rows.map { column < $0.count ? $0[column] : "" }).map {
                terminalSafe($0, max: Self.cellMax).count
            }.max() ?? 0
        }
        guard let room, widths.reduce(-2, { $0 + $1 + 2 }) > room else {
            return lines(colour: colour).map { $0 + "\n" }
        }
        let groups = groups(widths, room)
        let margin = String(repeating: " ", count: Self.indent)
        /// Of each part of the table and each of its rows, the titles first, the lines.
        let parts = groups.enumerated().map { index, group -> [[String]] in
            var part = AlignedTable(group.map { columns[$0] })
            for row in rows { part.add(group.map { $0 < row.count ? row[$0] : "" }) }
            let isTooWide = group.count == 1 && widths[group[0]] > (index == 0 ? room : room - Self.indent)
            return part.lines(colour: false).map { line in
                let lines = isTooWide ? wrapped(line, columns: room - Self.indent) : [line]
                return lines.enumerated().compactMap { number, line -> String? in
                    guard number > 0 || index > 0 else { return line }
                    return line.isEmpty ? nil : margin + line
                }
            }
        }
        return (0...rows.count).map { row in
            let ink: Ink? = row == 0 ? .bold : row - 1 < inks.count ? inks[row - 1] : nil
            let lines: [String] = parts.flatMap { $0[row] }
            return lines.map { (ink?.applied($0, colour: colour) ?? $0) + "\n" }.joined()
        }
    }

    /// Which columns stand beside one another.
    private func groups(_ widths: [Int], _ room: Int) -> [[Int]] {
        var groups: [[Int]] = []
        var used = 0
        for (column, width) in widths.enumerated() {
            let free = groups.count == 1 ? room : room - Self.indent
            if let last = groups.indices.last, used + 2 + width <= free {
                groups[last].append(column)
                used += 2 + width
            } else {
                groups.append([column])
                used = width
            }
        }
        return groups
    }

    private func lines(colour: Bool) -> [String] {
        text(colour: colour).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }
}
