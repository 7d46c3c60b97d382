/// What a comma in the numbers of a table means.
package struct DecimalCommas: Sendable {
    private let areDecimal: Bool

    /// Decimal where no number has a point and either semicolons part the cells, as programs do that write decimal
    /// commas, or some number could not have been meant with thousands: "0,5", "12,34".
    /// - Parameter cells: those that are no numbers are passed over.
    package init(_ cells: some Sequence<some StringProtocol>, separator: UInt8) {
        var (point, certain) = (false, separator == .semicolon)
        for cell in cells where isWrittenAsNumber(cell) {
            if cell.utf8.contains(UInt8(ascii: ".")) { point = true }
            if cell.utf8.contains(.comma), !couldMeanThousands(cell, mark: .comma) { certain = true }
        }
        areDecimal = certain && !point
    }

    /// Nil where the text is no number, or its comma may mean thousands. Words for infinity and hexadecimal digits are
    /// no numbers here.
    package func number(_ text: some StringProtocol) -> Double? {
        guard isWrittenAsNumber(text) else { return nil }
        guard text.utf8.contains(.comma) else { return Double(String(text)) }
        guard areDecimal, text.utf8.count(where: { $0 == .comma }) == 1 else { return nil }
        return Double(String(text.map { $0 == "," ? "." : $0 }))
    }
}

private func isWrittenAsNumber(_ text: some StringProtocol) -> Bool {
    text.utf8.contains(where: isDigit) && text.utf8.allSatisfy { isDigit($0) || "+-.,eE".utf8.contains($0) }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

/// Whether the marks of a number may group thousands: one to three digits before the first, the first no zero, and
/// three behind each.
package func couldMeanThousands(_ number: some StringProtocol, mark: UInt8) -> Bool {
    let parts = number.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        .split(separator: mark, omittingEmptySubsequences: false)
    guard let first = parts.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0") else { return false }
    return first.allSatisfy(isDigit) && parts.dropFirst().allSatisfy { $0.count == 3 && $0.allSatisfy(isDigit) }
}
