// Identities that are names given elsewhere: the instrument names its runs, the clinical domain its rules.

/// A name that identifies one kind of thing and passes for no other. In records and documents it is one string.
public protocol TextID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringInterpolation
{
    var text: String { get }
    init(_ text: String)
}

extension TextID {
    public var description: String { text }

    public static func < (one: Self, other: Self) -> Bool { one.text < other.text }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
