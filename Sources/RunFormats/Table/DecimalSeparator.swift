// Whether a table writes 15.10 or 15,10. Decided over the whole table, and never guessed.

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
            if couldMeanThousands(cell, mark) {
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

    private static func couldMeanThousands(_ cell: String, _ mark: Character) -> Bool {
        let parts = cell.drop { $0 == "-" || $0 == "+" }.split(separator: mark, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].count == 3, (1...3).contains(parts[0].count), parts[0].first != "0" else {
            return false
        }
        return parts.allSatisfy { $0.allSatisfy(\.isNumber) }
    }

    func number(_ cell: String) -> Double? {
        switch self {
        case .point: decimalNumber(cell)
        case .comma: decimalNumber(String(cell.map { $0 == "," ? "." : $0 }))
        }
    }
}
