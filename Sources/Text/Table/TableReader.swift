// The one reader of tables from outside: patients, series, dilutions, curves, the vendors' result tables. One pass over
// the bytes, a row at a time, so that a limit ends it and each row knows the line it began on.

/// One row of a table: cells without the blanks around them, with the line the row begins on, counted from 1.
package struct TableRow: Hashable, Sendable {
    package let line: Int
    package var cells: [String]

    package init(line: Int, cells: [String]) {
        self.line = line
        self.cells = cells
    }
}

package struct TableLimits: Sendable {
    /// Rows, the header among them.
    package let rows: Int
    package let columns: Int
    /// Cells of the whole table.
    package let cells: Int
    /// Bytes of one row: a quotation mark that nobody closes would else swallow the rest of the file, and say so at
    /// its end.
    package let rowBytes: Int

    package init(rows: Int, columns: Int, cells: Int = .max, rowBytes: Int) {
        self.rows = rows
        self.columns = columns
        self.cells = cells
        self.rowBytes = rowBytes
    }
}

/// What a quotation mark means.
package enum QuotationMarks: Sendable {
    /// In a spreadsheet's table, which people edit: a cell in quotation marks may hold separators and line breaks, and
    /// marks that do not pair are a fault.
    case pair
    /// In an instrument's table: no cell spans lines, and a mark that does not open and close a whole cell is text.
    case orText
}

package struct TableReader {
    private let bytes: [UInt8]
    private let separator: UInt8
    private let quotes: QuotationMarks
    private let limits: TableLimits
    /// The next byte to read, and the line it stands on.
    private var at = 0
    private var line: Int
    private var (rows, cells) = (0, 0)

    package init(_ text: DelimitedText, separator: UInt8, quotes: QuotationMarks, limits: TableLimits) {
        bytes = text.bytes
        line = text.linesBefore + 1
        self.separator = separator
        self.quotes = quotes
        self.limits = limits
    }

    /// The next row that holds more than blanks; nil at the end.
    /// - Throws: after `unpairedQuote` reading goes on with the next line; after every other fault the table is over.
    package mutating func next() throws(TableFault) -> TableRow? {
        while at < bytes.count {
            let (start, first) = (at, line)
            let found: [String]
            do {
                found = try row(from: start)
            } catch {
                let fault = TableFault(line: first, kind: error)
                if error == .unpairedQuote { skipLine() } else { at = bytes.count }
                throw fault
            }
            if bytes[start..<at].allSatisfy({ isBlank($0) || isLineEnd($0) }) { continue }
            rows += 1
            cells += found.count
            let excess: TableFault.Kind? =
                rows > limits.rows
                ? .rows(max: limits.rows) : cells > limits.cells ? .cells(max: limits.cells) : nil
            if let excess {
                at = bytes.count
                throw TableFault(line: first, kind: excess)
            }
            return TableRow(line: first, cells: found)
        }
        return nil
    }

    /// The cells up to the row's end, which is read too.
    private mutating func row(from start: Int) throws(TableFault.Kind) -> [String] {
        let end = limits.rowBytes < bytes.count - start ? start + limits.rowBytes : bytes.count
        var found: [String] = []
        while true {
            guard found.count < limits.columns else { throw .columns(max: limits.columns) }
            if let cell = try quotedCell(end) { found.append(cell) } else { found.append(try plainCell(end)) }
            guard at < bytes.count, bytes[at] == separator else { break }
            at += 1
        }
        takeLineEnd()
        return found
    }

    private mutating func plainCell(_ end: Int) throws(TableFault.Kind) -> String {
        let start = at
        while at < end, bytes[at] != separator, !isLineEnd(bytes[at]) {
            if bytes[at] == .quote, quotes == .pair { throw .unpairedQuote }
            at += 1
        }
        guard at < end || end == bytes.count else { throw .rowBytes(max: limits.rowBytes) }
        return Self.text(bytes[start..<at])
    }

    /// A cell in quotation marks, and whatever blanks stand around it; nil where the mark belongs to the text.
    private mutating func quotedCell(_ end: Int) throws(TableFault.Kind) -> String? {
        var next = at
        while next < end, isBlank(bytes[next]), bytes[next] != separator { next += 1 }
        guard next < end, bytes[next] == .quote else { return nil }
        next += 1
        var (content, lines): ([UInt8], Int) = ([], 0)
        while next < end {
            let byte = bytes[next]
            next += 1
            if byte == .quote {
                guard next < bytes.count, bytes[next] == .quote else { return try close(next, content, lines) }
                next += 1
            } else if isLineEnd(byte) {
                if quotes == .orText { return nil }
                if byte == .lineFeed || next == bytes.count || bytes[next] != .lineFeed { lines += 1 }
            }
            content.append(byte)
        }
        if quotes == .orText { return nil }
        throw .openQuote
    }

    /// Behind the closing mark only blanks may stand before the cell ends.
    private mutating func close(_ from: Int, _ content: [UInt8], _ lines: Int) throws(TableFault.Kind) -> String? {
        var next = from
        while next < bytes.count, isBlank(bytes[next]), bytes[next] != separator { next += 1 }
        guard next == bytes.count || bytes[next] == separator || isLineEnd(bytes[next]) else {
            if quotes == .orText { return nil }
            throw .unpairedQuote
        }
        at = next
        line += lines
        return Self.text(content[...])
    }

    private mutating func takeLineEnd() {
        guard at < bytes.count, isLineEnd(bytes[at]) else { return }
        at += bytes[at] == .carriageReturn && at + 1 < bytes.count && bytes[at + 1] == .lineFeed ? 2 : 1
        line += 1
    }

    private mutating func skipLine() {
        while at < bytes.count, !isLineEnd(bytes[at]) { at += 1 }
        takeLineEnd()
    }

    /// Without the blanks at both ends, those beyond ASCII too.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        var cell = bytes
        while let first = cell.first, isBlank(first) { cell = cell.dropFirst() }
        while let last = cell.last, isBlank(last) { cell = cell.dropLast() }
        let text = String(decoding: cell, as: UTF8.self)
        guard cell.first.map({ $0 > 0x7F }) == true || cell.last.map({ $0 > 0x7F }) == true else { return text }
        func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || scalar == "\t" || scalar.properties.generalCategory == .spaceSeparator
        }
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isSpace(first) { scalars = scalars.dropFirst() }
        while let last = scalars.last, isSpace(last) { scalars = scalars.dropLast() }
        return String(scalars)
    }
}
