// Spreadsheets save tables in several encodings and with several delimiters; every row keeps the line it began on.
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
        if let text = String(data: bytes, encoding: .utf16) { return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text }
    } else if let text = String(validating: start == [0xEF, 0xBB, 0xBF] ? bytes.dropFirst(3) : bytes, as: UTF8.self) {
        return text
    }
    let valid = String(decoding: bytes, as: UTF8.self).unicodeScalars.prefix { $0 != "\u{FFFD}" }
    log.fault(line: valid.count { $0 == "\n" } + 1, key: "", "the text is not UTF-8", fix: "save it as \"CSV UTF-8\"")
    return nil
}

/// The header tells: whichever delimiter stands in it most often.
func tableDelimiter(_ text: String) -> Character {
    let header = text.split(whereSeparator: \.isNewline).first ?? ""
    return ([",", ";", "\t"] as [Character]).max { a, b in header.count { $0 == a } < header.count { $0 == b } } ?? ","
}

/// The rows of a table, blank ones left out. A row ends with its line, unless a quoted field goes on.
func tableRows(_ text: String, delimiter: Character, _ log: FaultLog) -> [TableRow] {
    var rows: [TableRow] = []
    var pending = ""
    var first = 1
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
        if pending.isEmpty { first = index + 1 } else { pending += "\n" }
        pending += line
        if pending.utf8.count(where: { $0 == 34 }) % 2 == 1 { continue }
        if let fields = fields(pending, delimiter, line: first, log), fields.contains(where: { !$0.isEmpty }) {
            rows.append(TableRow(line: first, fields: fields))
        }
        pending = ""
    }
    if !pending.isEmpty { log.fault(line: first, key: "", "a quotation mark opens here and never closes", fix: "close it, or remove it") }
    return rows
}

private func fields(_ row: String, _ delimiter: Character, line: Int, _ log: FaultLog) -> [String]? {
    do {
        let csv = try EnumeratedCSV(string: row, delimiter: .character(delimiter), loadColumns: false, rowLimit: 1)
        return csv.header.map { $0.trimmingCharacters(in: .whitespaces) }
    } catch {
        log.fault(
            line: line, key: "", "the quotation marks of this row do not pair",
            fix: "put a field in quotes as a whole, and write a quotation mark in it twice")
        return nil
    }
}
