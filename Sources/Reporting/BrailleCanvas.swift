/// A drawing of dots, two across and four down a character (Unicode's braille patterns).
struct BrailleCanvas: Sendable {
    let columns: Int
    let rows: Int
    private var masks: [UInt8]

    init(columns: Int, rows: Int) {
        self.columns = max(columns, 0)
        self.rows = max(rows, 0)
        masks = Array(repeating: 0, count: self.columns * self.rows)
    }

    var width: Int { columns * 2 }
    var height: Int { rows * 4 }

    /// Bit of each dot within its character: rows of two.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]

    /// Dots outside are left out. The origin is the upper left.
    mutating func dot(_ x: Int, _ y: Int) {
        guard (0..<width).contains(x), (0..<height).contains(y) else { return }
        masks[y / 4 * columns + x / 2] |= Self.bits[y % 4 * 2 + x % 2]
    }

    mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int)) {
        let steps = min(max(abs(b.x - a.x), abs(b.y - a.y)), 4 * (width + height))
        guard steps > 0 else { return dot(a.x, a.y) }
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            dot(a.x + Int((Double(b.x - a.x) * part).rounded()), a.y + Int((Double(b.y - a.y) * part).rounded()))
        }
    }

    /// Nil where no dot is set.
    func character(column: Int, row: Int) -> Character? {
        let mask = masks[row * columns + column]
        return mask == 0 ? nil : UnicodeScalar(0x2800 + UInt32(mask)).map(Character.init)
    }
}
