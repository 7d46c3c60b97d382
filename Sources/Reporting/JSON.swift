internal import Assay
public import Foundation
internal import Text

/// A value that is always written: `null` where there is none, never left out, so that a program finds every key of the
/// contract. Numbers that are not finite are none.
@propertyWrapper
public struct OrNull<Value: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
    public var wrappedValue: Value?

    public init(wrappedValue: Value?) {
        if let number = wrappedValue as? Double, !number.isFinite {
            self.wrappedValue = nil
        } else {
            self.wrappedValue = wrappedValue
        }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self.init(wrappedValue: container.decodeNil() ? nil : try container.decode(Value.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        guard let wrappedValue else { return try container.encodeNil() }
        try container.encode(wrappedValue)
    }
}

/// The document as one line of JSON, keys sorted, control characters escaped, those beyond ASCII too. Throws where a
/// number is not finite: no document of this room holds one.
public func json(_ document: some Encodable, indented: Bool = false) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
        indented ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
    return jsonSafe(String(decoding: try encoder.encode(document), as: UTF8.self))
}

/// Version of every document's shape.
public let documentSchema = 1

/// "2026-05-14T13:28:10Z".
public func utcText(_ date: Date) -> String { date.formatted(.iso8601) }
