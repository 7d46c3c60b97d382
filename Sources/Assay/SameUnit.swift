/// Units are compared without case and blanks, and the micro sign as u.
public func sameUnit(_ a: String, _ b: String) -> Bool { a == b || foldedUnit(a) == foldedUnit(b) }

private func foldedUnit(_ unit: String) -> String {
    String(
        unit.lowercased().compactMap { character -> Character? in
            if character == "µ" || character == "μ" { return "u" }
            return character.isWhitespace ? nil : character
        })
}
