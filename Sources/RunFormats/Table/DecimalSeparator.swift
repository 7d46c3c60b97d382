// Whether a table writes 15.10 or 15,10. Decided over the whole table, and never guessed.
internal import Text

enum DecimalSeparator: Character {
    case point = ".", comma = ","

    enum Verdict: Equatable {
        case known(DecimalSeparator)
        case ambiguous(String)
    }

    /// `cells` are all cells of decimal columns. Only a number that cannot mean thousands proves its separator:
    /// "15,10", "4,618E+1", "0,123" do, "1,234" does not.
    static func judged(from cells: [String]) -> Verdict {
        var points = false
        var commas = false
        var doubtful: [Character: String] = [:]
        for cell in cells where cell.contains(where: { $0 == "." || $0 == "," }) {
            let marks = cell.filter { $0 == "." || $0 == "," }
            guard marks.count == 1, let mark = marks.first else {
                return .ambiguous("The number \(quoted(cell)) holds more than one decimal mark")
            }
            if couldMeanThousands(cell, mark: mark == "," ? .comma : UInt8(ascii: ".")) {
                if doubtful[mark] == nil { doubtful[mark] = cell }
            } else if mark == "." {
                points = true
            } else {
                commas = true
            }
        }
        if points, commas { return .ambiguous("Some numbers are written with a decimal point and some with a comma") }
        // The vendor's own format has the point; it never groups thousands.
        if commas {
            if let cell = doubtful["."] {
                return .ambiguous("Beside decimal commas stands \(quoted(cell)), which may mean thousands")
            }
            return .known(.comma)
        }
        if let cell = doubtful[","] {
            return .ambiguous("The comma in \(quoted(cell)) may be a decimal comma or mean thousands")
        }
        return .known(.point)
    }

    func number(_ cell: String) -> Double? {
        switch self {
        case .point: decimalNumber(cell)
        case .comma: decimalNumber(String(cell.map { $0 == "," ? "." : $0 }))
        }
    }
}
