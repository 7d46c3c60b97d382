/// A plot for a terminal that shows ASCII alone: each character has one in its place, so that nothing moves.
public func plainPlot(_ text: String) -> String {
    String(
        text.map { character in plain[character] ?? (isBraille(character) ? "." : character.isASCII ? character : "?") }
    )
}

private let plain: [Character: Character] = [
    "●": "o", "◆": "#", "○": "o", "↓": "v", "↑": "^", "▼": "v", "▲": "^", "✕": "x", "╌": "-", "─": "-", "┤": "|",
    "│": "|", "└": "+", "×": "x", "–": "-", "−": "-", "·": ".", "µ": "u", "μ": "u", "…": "~",
]

private func isBraille(_ character: Character) -> Bool {
    character.unicodeScalars.first.map { (0x2800...0x28FF).contains($0.value) } ?? false
}
