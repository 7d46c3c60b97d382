// Identities that the journal gives: they count its records and say nothing of a patient, so that even the shortest
// mail may name them.

/// A letter, and the sequence of the record that first spoke of it. In records and documents it is one string: "A12".
public protocol RecordID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    static var letter: String { get }
    var sequence: Int64 { get }
    init(_ sequence: Int64)
}

extension RecordID {
    /// - Parameter text: as `text` gives it; nil where it is anything else, as "A012" and "a12" are.
    public init?(text: String) {
        guard text.hasPrefix(Self.letter), let sequence = Int64(text.dropFirst(Self.letter.count)) else { return nil }
        self.init(sequence)
        guard self.text == text else { return nil }
    }

    public var text: String { "\(Self.letter)\(sequence)" }

    public var description: String { text }

    /// In the order in which the journal gave them.
    public static func < (one: Self, other: Self) -> Bool { one.sequence < other.sequence }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(text: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no \(Self.letter) and a number")
        }
        self = id
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// Which alert: "A" and the sequence of the record that raised it.
public struct AlertID: RecordID {
    public static let letter = "A"
    public let sequence: Int64
    public init(_ sequence: Int64) { self.sequence = sequence }
}

/// Which delivery: "D" and the sequence of the record that owed it first.
public struct DeliveryID: RecordID {
    public static let letter = "D"
    public let sequence: Int64
    public init(_ sequence: Int64) { self.sequence = sequence }
}
