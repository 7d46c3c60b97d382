// Lines and cells of a delimited text. A cell may be quoted (spreadsheets do that on re-saving), but no cell spans
// lines.
internal import Assay

struct DelimitedLines {
    let header: [String]
    private(set) var rows: [(line: Int, cells: [String])]
    /// The last line ends with a line end.
    let endsWithNewline: Bool

    /// Nil where no line holds anything, or there are more rows than any run has.
    init?(_ written: String, separator: Character) {
        let (text, before) = withoutSeparatorLine(written[...])
        var lines: [(Int, Substring)] = []
        for (number, line) in text.split(
            maxSplits: 4 * ReadingLimits.tableRowsMax, omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            guard line.contains(where: { !$0.isWhitespace }) else { continue }
            guard lines.count <= ReadingLimits.tableRowsMax else { return nil }
            lines.append((number + 1 + before, line))
        }
        guard let first = lines.first else { return nil }
        header = Self.cells(of: first.1, separator).map { $0.trimmed }
        rows = lines.dropFirst().map { ($0.0, Self.cells(of: $0.1, separator).map { $0.trimmed }) }
        endsWithNewline = text.last?.isNewline ?? false
    }

    /// The vendor writes a colour as four numbers with semicolons between, which programs that separate by semicolons
    /// leave unquoted.
    mutating func joinColour(at place: Int) {
        let parts = 4
        for index in rows.indices where rows[index].cells.count == header.count + parts - 1 {
            let colour = rows[index].cells[place..<place + parts]
            guard colour.allSatisfy({ Int($0).map { (0...255).contains($0) } ?? false }) else { continue }
            rows[index].cells.replaceSubrange(place..<place + parts, with: [colour.joined(separator: ";")])
        }
    }

    static func cells(of line: Substring, _ separator: Character) -> [String] {
        var cells: [String] = []
        var rest = line
        while cells.count < ReadingLimits.tableColumnsMax {
            if let (cell, after) = quotedCell(rest, separator) {
                cells.append(cell)
                guard let after else { return cells }
                rest = after
            } else if let end = rest.firstIndex(of: separator) {
                cells.append(String(rest[..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                cells.append(String(rest))
                return cells
            }
        }
        return cells
    }

    /// A quoted cell and what follows its separator (nil at the line's end); nil where the quotation mark is part of
    /// the text.
    private static func quotedCell(_ text: Substring, _ separator: Character) -> (String, Substring?)? {
        guard text.first == "\"" else { return nil }
        var cell = ""
        var at = text.index(after: text.startIndex)
        while at < text.endIndex {
            let next = text.index(after: at)
            guard text[at] == "\"" else {
                cell.append(text[at])
                at = next
                continue
            }
            if next == text.endIndex { return (cell, nil) }
            if text[next] == separator { return (cell, text[text.index(after: next)...]) }
            guard text[next] == "\"" else { return nil }
            cell.append("\"")
            at = text.index(after: next)
        }
        return nil
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
