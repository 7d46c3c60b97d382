// The one writer of tables for programs and spreadsheets; `AlignedTable` is the one for people.

/// The cells of one row as a line of a table (RFC 4180), without its end.
/// - Parameter cells: as `tableCell` made them; numbers as they are.
package func delimitedLine(_ cells: [String], separator: Unicode.Scalar = ",") -> String {
    cells.joined(separator: String(separator))
}

/// Text from outside as a cell that a spreadsheet shows and never executes.
///
/// What begins like a formula gets an apostrophe: at the cell's start, and after each semicolon, since spreadsheets of
/// countries with decimal commas part a table there too. Characters that steer are dropped.
package func tableCell(_ text: String, separator: Unicode.Scalar = ",") -> String {
    // By scalars: a combining mark behind a quotation mark would hide it from a comparison of whole characters.
    let kept = text.unicodeScalars.filter { !$0.steers || $0.isJoiner }
    var plain = String.UnicodeScalarView()
    for part in kept.split(separator: ";", omittingEmptySubsequences: false) {
        if part.startIndex > kept.startIndex { plain.append(";") }
        let first = part.first { !$0.properties.isWhitespace }
        if first.map(formulaStarts.contains) == true { plain.append("'") }
        plain.append(contentsOf: part)
    }
    let isQuoted = plain.first == " " || plain.last == " " || plain.contains { $0 == "\"" || $0 == separator }
    guard isQuoted else { return String(plain) }
    var quoted = "\""
    for scalar in plain { quoted += scalar == "\"" ? "\"\"" : String(scalar) }
    return quoted + "\""
}

/// Spreadsheets take the wide forms of East Asian scripts for these too.
private let formulaStarts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
