/// A table without Excel's own first line, which only says what separates its cells ("sep=;"), and how many lines were
/// left out.
func withoutSeparatorLine(_ text: Substring) -> (text: Substring, lines: Int) {
    let start = text.first == "\u{FEFF}" ? text.dropFirst() : text
    let head = start.prefix(8)
    guard head.drop(while: { $0 == "\"" }).lowercased().hasPrefix("sep="), let end = head.firstIndex(where: \.isNewline)
    else { return (text, 0) }
    return (start[start.index(after: end)...], 1)
}
