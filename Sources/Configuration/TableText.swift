// Tables that people keep in spreadsheets: what is wrong with one as a whole is told with its line and its remedy.
internal import Foundation
internal import Text

/// The text of a table: UTF-8, or UTF-16. Nil after a fault.
func tableText(_ bytes: Data, _ log: FaultLog) -> DelimitedText? {
    if let decoded = DecodedText(bytes), !decoded.isGuessed, !decoded.endsWithinCharacter {
        return DelimitedText(decoded.text)
    }
    let valid = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" && $0 != "\0" }
    log.fault(line: valid.count { $0 == "\n" } + 1, key: "", "the text is not UTF-8", fix: "save it as \"CSV UTF-8\"")
    return nil
}

private let rowBytesMax = 64 << 10
private let columnsMax = 1024

/// The rows of a table, the header first, blank ones left out.
func tableRows(_ text: DelimitedText, rowsMax: Int, _ log: FaultLog) -> [TableRow] {
    let limits = TableLimits(rows: rowsMax + 1, columns: columnsMax, rowBytes: rowBytesMax)
    var reader = TableReader(text, separator: text.mostFrequentSeparator, quotes: .pair, limits: limits)
    var rows: [TableRow] = []
    while true {
        do {
            guard let row = try reader.next() else { return rows }
            if row.cells.contains(where: { !$0.isEmpty }) { rows.append(row) }
        } catch {
            tell(error, rowsMax: rowsMax, log)
            // The table is refused, and no further fault would be shown.
            if log.isFull { return rows }
        }
    }
}

private func tell(_ fault: TableFault, rowsMax: Int, _ log: FaultLog) {
    let isRight = "is this the right file?"
    let (message, fix) =
        switch fault.kind {
        case .openQuote: ("a quotation mark opens here and never closes", "close it, or remove it")
        case .unpairedQuote:
            (
                "the quotation marks of this row do not pair",
                "put a field in quotes as a whole, and write a quotation mark in it twice"
            )
        case .rowBytes(let max): ("the row is longer than \(max >> 10) KB", isRight)
        case .columns(let max): ("the row has more than \(max) fields", isRight)
        case .cells(let max): ("the table has more than \(max) fields", isRight)
        case .rows: ("the table has more than \(rowsMax) rows", "at most \(rowsMax) are read; \(isRight)")
        }
    if case .rows = fault.kind {
        log.fault(line: nil, key: "", message, fix: fix)
    } else {
        log.fault(line: fault.line, key: "", message, fix: fix)
    }
}
