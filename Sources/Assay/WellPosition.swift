/// A well of a plate by row and column, both counted from 0. "A1" is row 0, column 0.
public struct WellPosition: Hashable, Comparable, Sendable, Codable {
    public let row: Int
    public let column: Int

    public static let rowsMax = 32
    public static let columnsMax = 48

    public init?(row: Int, column: Int) {
        guard (0..<Self.rowsMax).contains(row), (0..<Self.columnsMax).contains(column) else { return nil }
        self.row = row
        self.column = column
    }

    /// The well numbered row by row from 1, as RDML's `react/@id` counts.
    public init?(number: Int, columns: Int) {
        guard number >= 1, (1...Self.columnsMax).contains(columns) else { return nil }
        self.init(row: (number - 1) / columns, column: (number - 1) % columns)
    }

    /// Reads "A1", "a01", "AF48".
    public init?(label: some StringProtocol) {
        let letters = label.prefix { $0.isASCII && $0.isLetter }
        let digits = label.dropFirst(letters.count)
        guard (1...2).contains(letters.count), (1...2).contains(digits.count), let number = Int(digits) else {
            return nil
        }
        let row = letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 } - 1
        self.init(row: row, column: number - 1)
    }

    public var label: String {
        let letter = { (n: Int) in String(UnicodeScalar(UInt8(65 + n))) }
        return (row < 26 ? letter(row) : letter(row / 26 - 1) + letter(row % 26)) + String(column + 1)
    }

    public static func < (a: Self, b: Self) -> Bool { (a.row, a.column) < (b.row, b.column) }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let position = Self(label: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no well is called \(text)")
        }
        self = position
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(label)
    }
}
