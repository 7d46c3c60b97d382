// Bodies as text: keys sorted and in snake_case, slashes bare, doubles in the shortest form that reads back to the same
// bits, times in UTC. Numbers that JSON has no form for are kept as words, so that no value can keep a run out of the
// journal.
package import Foundation

package enum CanonicalJSON {
    private static let infinity = "Infinity"
    private static let minusInfinity = "-Infinity"
    private static let notANumber = "NaN"

    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: infinity, negativeInfinity: minusInfinity, nan: notANumber)
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        return encoder
    }()

    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// Whether a type's keys are the camelCase names of its properties, or stand in it as they stand in the journal,
    /// which reads faster.
    package enum Keys { case camelCase, asWritten }

    package static func value<T: Decodable>(_ type: T.Type, from text: String, keys: Keys = .camelCase) throws -> T {
        try (keys == .camelCase ? camelCase : asWritten).decode(type, from: Data(text.utf8))
    }

    private static let camelCase = decoder(.convertFromSnakeCase)
    private static let asWritten = decoder(.useDefaultKeys)

    private static func decoder(_ keys: JSONDecoder.KeyDecodingStrategy) -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = keys
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: infinity, negativeInfinity: minusInfinity, nan: notANumber)
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = Timestamp.date(text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is no time")
            }
            return date
        }
        return decoder
    }
}

/// Instants as the journal writes them: UTC, ISO 8601, milliseconds; so texts sort as times do.
package enum Timestamp {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    /// Years 1 to 9999: outside them the text would no longer sort.
    private static let earliest = Date(timeIntervalSince1970: -62_135_596_800)
    private static let latest = Date(timeIntervalSince1970: 253_402_300_799)

    package static func text(_ date: Date) -> String {
        let bounded = min(max(date, earliest), latest)
        let milliseconds = (bounded.timeIntervalSince1970 * 1000).rounded()
        // A quarter of a millisecond up: the formatter truncates.
        return Date(timeIntervalSince1970: milliseconds / 1000 + 0.000_25).formatted(style)
    }

    package static func date(_ text: String) -> Date? {
        guard let date = try? Date(text, strategy: style) else { return nil }
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }
}
