/// A table without Excel's own first line, which only says what separates its cells ("sep=;"), and how many lines were
/// left out. A spreadsheet that saves such a table again fills the line up with separators ("sep=,,,,,,").
func withoutSeparatorLine(_ text: Substring) -> (text: Substring, lines: Int) {
    let start = text.first == "\u{FEFF}" ? text.dropFirst() : text
    guard start.prefix(5).drop(while: { $0 == "\"" }).lowercased().hasPrefix("sep=") else { return (text, 0) }
    let head = start.prefix(separatorLineMax)
    guard let end = head.firstIndex(where: \.isNewline),
        head[..<end].dropFirst(4).allSatisfy({ "=,;|\t \"".contains($0) })
    else { return (text, 0) }
    return (start[start.index(after: end)...], 1)
}

/// Characters; a separator for each column of a wide table.
private let separatorLineMax = 1024
