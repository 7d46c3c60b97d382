import Foundation

/// A moment as people write it: ISO 8601 with Z or an offset, or a date, which means its beginning in `zone`.
func instant(_ text: String, in zone: TimeZone) -> Date? {
    if text.contains("T") { return try? Date(text, strategy: .iso8601) }
    return try? Date(text, strategy: Date.ISO8601FormatStyle(timeZone: zone).year().month().day())
}
