internal import Text

/// Columns of a terminal that running text is folded to.
public let textColumns = 100

/// Text from outside, safe to print and folded at blanks to `textColumns`; every line but the first begins with
/// `indent` blanks, for which the caller's own beginning of the first line leaves room. A word longer than a line stays
/// whole.
func folded(_ text: String, indent: Int, columns: Int = textColumns, max: Int = 1000) -> String {
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    for word in terminalSafe(text, max: max).split(separator: " ") {
        if !line.isEmpty, indent + line.count + 1 + word.count > columns {
            lines.append(line)
            line = ""
        }
        line += (line.isEmpty ? "" : " ") + word
    }
    return (lines + [line]).joined(separator: "\n" + margin)
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
