internal import Text

/// Columns of a terminal that running text is folded to.
public let textColumns = 100

/// Text from outside, safe to print and folded at blanks to `textColumns`; every line but the first begins with
/// `indent` blanks, for which the caller's own beginning of the first line leaves room. A word longer than a line stays
/// whole.
func folded(_ text: String, indent: Int, columns: Int = textColumns, max: Int = 1000) -> String {
    wrapped(terminalSafe(text, max: max), columns: columns - indent)
        .joined(separator: "\n" + String(repeating: " ", count: indent))
}

/// The same where a line may be as long as it likes unless somebody says how wide it may be.
/// - Parameter width: columns; nil: all on one line.
func folded(_ text: String, indent: Int, width: Int?, max: Int = 1000) -> String {
    width.map { folded(text, indent: indent, columns: $0, max: max) } ?? terminalSafe(text, max: max)
}

/// Remarks that stand below a table once each, numbered in the order of their first use.
struct Footnotes {
    private var numbers: [String: Int] = [:]
    private var texts: [String] = []

    /// The numbers of these remarks, for a cell, in their order.
    mutating func marks(_ remarks: [String]) -> String {
        remarks.map { remark in
            if let number = numbers[remark] { return number }
            texts.append(remark)
            numbers[remark] = texts.count
            return texts.count
        }.sorted().map(String.init).joined(separator: " ")
    }

    /// - Parameter columns: of a line.
    func text(columns: Int = textColumns) -> String {
        texts.enumerated().map { index, text in
            let mark = String(index + 1)
            let lead = String(repeating: " ", count: max(0, 3 - mark.count)) + mark + "  "
            return lead + folded(text, indent: lead.count, columns: columns) + "\n"
        }.joined()
    }
}
