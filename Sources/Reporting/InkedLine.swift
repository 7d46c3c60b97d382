internal import Text

/// A line of single characters, each perhaps inked: text whose width on the terminal is known whatever colours it has.
struct InkedLine: Sendable {
    struct Cell: Sendable {
        var character: Character
        var ink: Ink?
    }
    private(set) var cells: [Cell]

    init(width: Int) { cells = Array(repeating: Cell(character: " ", ink: nil), count: max(width, 0)) }

    init(_ text: String, width: Int, ink: Ink? = nil) {
        self.init(width: width)
        put(text, at: 0, ink: ink)
    }

    /// What lies outside the line is cut.
    mutating func put(_ text: String, at start: Int, ink: Ink? = nil) {
        for (offset, character) in text.enumerated() where cells.indices.contains(start + offset) {
            cells[start + offset] = Cell(character: character, ink: ink)
        }
    }

    func shows(_ character: Character, at column: Int) -> Bool {
        cells.indices.contains(column) && cells[column].character == character
    }
    func isBlank(_ column: Int) -> Bool { shows(" ", at: column) }

    mutating func append(_ other: InkedLine) { cells += other.cells }

    /// Neighbours of one ink share one escape sequence; trailing blanks go.
    func text(colour: Bool) -> String {
        let end = (cells.lastIndex { $0.character != " " } ?? -1) + 1
        var out = ""
        var start = 0
        while start < end {
            let ink = cells[start].ink
            let stop = cells[start..<end].firstIndex { $0.ink != ink } ?? end
            let run = String(cells[start..<stop].map(\.character))
            out += ink.map { $0.applied(run, colour: colour) } ?? run
            start = stop
        }
        return out
    }
}

/// Blocks of lines beside each other, `columns` of them in a row of blocks, each row as high as its highest block.
func sideBySide(_ blocks: [[InkedLine]], columns: Int, gap: Int) -> [InkedLine] {
    var lines: [InkedLine] = []
    for start in stride(from: 0, to: blocks.count, by: max(columns, 1)) {
        let row = blocks[start..<min(start + max(columns, 1), blocks.count)]
        for index in 0..<(row.map(\.count).max() ?? 0) {
            var line = InkedLine(width: 0)
            for block in row {
                line.append(index < block.count ? block[index] : InkedLine(width: block.first?.cells.count ?? 0))
                line.append(InkedLine(width: gap))
            }
            lines.append(line)
        }
        lines.append(InkedLine(width: 0))
    }
    return lines
}
