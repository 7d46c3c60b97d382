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
        if let date = plainDate(text) { return date }
        guard let date = try? Date(text, strategy: style) else { return nil }
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    /// A text exactly as `text` writes it, "2026-05-14T13:28:10.000Z": a list of patients reads hundreds of thousands.
    private static func plainDate(_ text: String) -> Date? {
        var text = text
        return text.withUTF8 { bytes -> Date? in
            guard bytes.count == 24, bytes[23] == UInt8(ascii: "Z") else { return nil }
            let dash = UInt8(ascii: "-"), colon = UInt8(ascii: ":")
            guard bytes[4] == dash, bytes[7] == dash, bytes[10] == UInt8(ascii: "T"), bytes[13] == colon,
                bytes[16] == colon, bytes[19] == UInt8(ascii: ".")
            else { return nil }
            func number(_ places: Range<Int>) -> Int? {
                var sum = 0
                for place in places {
                    guard (48...57).contains(bytes[place]) else { return nil }
                    sum = sum * 10 + Int(bytes[place]) - 48
                }
                return sum
            }
            guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
                let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
                let millisecond = number(20..<23), year > 1582, (1...12).contains(month),
                // Other days that exist are read the slow way.
                (1...(month == 2 ? 28 : 30)).contains(day), hour < 24, minute < 60, second < 60
            else { return nil }
            let seconds = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
            return Date(timeIntervalSince1970: Double(seconds * 1000 + millisecond) / 1000)
        }
    }

    /// Of the Gregorian calendar.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // Years that begin in March end with the day that some have and others have not.
        let shifted = month < 3 ? year - 1 : year, months = (month + 9) % 12
        return shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + (months * 153 + 2) / 5 + day - 1 - 719_468
    }
}
