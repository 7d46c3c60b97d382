/// What instruments and people write where a well has no Cq.
public enum NoCq {
    /// As they are written, for help texts; compared without case, blanks and points.
    public static let words = [
        "-", "NA", "N/A", "NaN", "null", "none", "ND", "not detected", "undetermined", "undet", "No Cq", "No Ct",
        "No Cp", "negative", "neg", "inf",
    ]

    /// Whether a cell says "no Cq": one of `words`, a dash of any length, or nothing at all.
    public static func isMeant(by cell: some StringProtocol) -> Bool {
        if let first = cell.utf8.first, (48...57).contains(first) { return false }
        let text = folded(cell)
        return text.isEmpty || known.contains(text)
    }

    private static let known = Set(
        words.map { folded($0) } + ["–", "—", "--", "---", "+inf", "-inf", "infinity", "-infinity", "-nan"])

    private static func folded(_ text: some StringProtocol) -> String {
        String(text.lowercased().filter { !$0.isWhitespace && $0 != "." && $0 != "_" })
    }
}
