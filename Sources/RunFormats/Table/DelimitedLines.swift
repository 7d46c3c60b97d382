// The rows of an instrument's table.
internal import Assay
internal import Text

struct DelimitedLines {
    let header: [String]
    private(set) var rows: [TableRow]
    /// The last line ends with a line end.
    let endsWithLineEnd: Bool

    static let limits = TableLimits(
        rows: ReadingLimits.tableRowsMax + 1, columns: ReadingLimits.tableColumnsMax,
        rowBytes: ReadingLimits.tableBytesMax)

    init(_ text: DelimitedText, separator: UInt8) throws(ReadFailure) {
        var reader = TableReader(text, separator: separator, quotes: .orText, limits: Self.limits)
        do {
            header = try reader.next()?.cells ?? []
            rows = []
            while let row = try reader.next() { rows.append(row) }
        } catch {
            throw .unreadable("\(error), so it is no export of one run.")
        }
        endsWithLineEnd = text.endsWithLineEnd
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
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
