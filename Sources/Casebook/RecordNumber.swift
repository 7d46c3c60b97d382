// Whole numbers of records that are reckoned with. Another hand may have written the journal's file: a number that no
// version writes is damage, and it is found where the record is read, before anything is added to it or taken from it.
internal import Alerts

enum RecordNumber {
    /// Attempts at a delivery or a message.
    static let attempts = 0...Delivery.attemptsMax
    /// Sampling days: more than lie between the first and the last date of the calendar here.
    static let days = -200_000...200_000
    /// Records count from 1, and 0 stands before the first; the last number of all has none after it.
    static let places: ClosedRange<Int64> = 0...(Int64.max - 1)

    /// - Throws: `DecodingError`, which the journal tells as damage.
    static func checked<Number: BinaryInteger>(_ number: Number, _ bounds: ClosedRange<Number>, _ what: String) throws
        -> Number
    {
        guard bounds.contains(number) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "\(number) is no \(what)"))
        }
        return number
    }

    static func day(_ number: Int) throws -> Int { try checked(number, days, "sampling day") }

    static func place(_ number: Int64) throws -> Int64 { try checked(number, places, "record's number") }
}

/// Attempts made, as a record counts them: a plain number in its body.
@propertyWrapper
struct AttemptCount: Codable {
    var wrappedValue: Int

    init(wrappedValue: Int) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int.self)
        wrappedValue = try RecordNumber.checked(number, RecordNumber.attempts, "count of attempts")
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(wrappedValue)
    }
}
