// Spreadsheets save tables in several encodings and with several delimiters; every row keeps the line it began on.
internal import Assay
internal import Foundation
internal import SwiftCSV

/// One row of a table: fields trimmed, with the line it begins on, counted from 1.
struct TableRow {
    let line: Int
    let fields: [String]
}

/// The text of a table: UTF-8 with or without a byte-order mark, or UTF-16 with one. Nil after a fault.
func tableText(_ bytes: Data, _ log: FaultLog) -> String? {
    let start = Array(bytes.prefix(3))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
        if let text = String(data: bytes, encoding: .utf16) {
            return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
        }
    } else if let text = String(validating: start == [0xEF, 0xBB, 0xBF] ? bytes.dropFirst(3) : bytes, as: UTF8.self) {
        return text
    }
    let valid = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
    log.fault(line: valid.count { $0 == "\n" } + 1, key: "", "the text is not UTF-8", fix: "save it as \"CSV UTF-8\"")
    return nil
}

/// The header tells: whichever delimiter stands in it most often.
func tableDelimiter(_ text: Substring) -> UInt8 {
    let header = text.split(maxSplits: 1, whereSeparator: \.isNewline).first ?? ""
    return [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].max { a, b in
        header.utf8.count { $0 == a } < header.utf8.count { $0 == b }
    } ?? 44
}

/// Longest row, bytes: a quotation mark that nobody closes would else swallow the rest of the file, and say so at its
/// end.
let tableRowBytesMax = 64 << 10

/// The rows of a table, blank ones and Excel's "sep=" left out. A row ends with its line, unless a quoted field goes
/// on. One pass over the bytes.
func tableRows(_ written: String, rowsMax: Int, _ log: FaultLog) -> [TableRow] {
    var (text, before) = withoutSeparatorLine(written[...])
    let delimiter = tableDelimiter(text)
    return text.withUTF8 { bytes in
        var rows: [TableRow] = []
        var start = 0, line = before + 1, first = before + 1
        var quotes = 0
        var at = 0
        while at <= bytes.count {
            let byte = at < bytes.count ? bytes[at] : 10
            if byte == UInt8(ascii: "\"") { quotes += 1 }
            guard byte == 10 || byte == 13 || at - start > tableRowBytesMax else {
                at += 1
                continue
            }
            let isEnd = at >= bytes.count
            if quotes % 2 == 1, isEnd || at - start > tableRowBytesMax {
                log.fault(
                    line: first, key: "", "a quotation mark opens here and never closes", fix: "close it, or remove it")
                return rows
            }
            guard byte == 10 || byte == 13 else {
                log.fault(
                    line: first, key: "", "the row is longer than \(tableRowBytesMax >> 10) KB",
                    fix: "is this the right file?")
                return rows
            }
            let after = byte == 13 && at + 1 < bytes.count && bytes[at + 1] == 10 ? at + 2 : at + 1
            line += 1
            if quotes % 2 == 0 {
                let row = UnsafeBufferPointer(rebasing: bytes[start..<min(at, bytes.count)])
                if let fields = quotes == 0 ? plainFields(row, delimiter) : fields(row, delimiter, line: first, log),
                    fields.contains(where: { !$0.isEmpty })
                {
                    guard rows.count <= rowsMax else {
                        log.fault(
                            line: nil, key: "", "the table has more than \(rowsMax) rows",
                            fix: "at most \(rowsMax) are read; is this the right file?")
                        return rows
                    }
                    rows.append(TableRow(line: first, fields: fields))
                }
                start = after
                first = line
                quotes = 0
            }
            at = after
        }
        return rows
    }
}

/// A row without a quotation mark.
private func plainFields(_ row: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8) -> [String] {
    row.split(separator: delimiter, omittingEmptySubsequences: false).map { field in
        String(decoding: field, as: UTF8.self).trimmingCharacters(in: .whitespaces)
    }
}

private func fields(_ row: UnsafeBufferPointer<UInt8>, _ delimiter: UInt8, line: Int, _ log: FaultLog) -> [String]? {
    let text = String(decoding: row, as: UTF8.self).replacing("\r\n", with: "\n")
    do {
        let csv = try EnumeratedCSV(
            string: text, delimiter: .character(Character(UnicodeScalar(delimiter))), loadColumns: false, rowLimit: 1)
        return csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
    } catch {
        log.fault(
            line: line, key: "", "the quotation marks of this row do not pair",
            fix: "put a field in quotes as a whole, and write a quotation mark in it twice")
        return nil
    }
}
