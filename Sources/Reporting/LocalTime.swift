public import Foundation

/// "2026-05-14 15:28 CEST": a time for people, in the zone that they and the instrument live by.
public func localTime(_ date: Date, in zone: TimeZone) -> String {
    let style = Date.ISO8601FormatStyle(dateSeparator: .dash, dateTimeSeparator: .space, timeZone: zone).year().month()
        .day().time(includingFractionalSeconds: false)
    return String(date.formatted(style).prefix(16)) + " " + (zone.abbreviation(for: date) ?? zone.identifier)
}

/// The same of a document's time in UTC; as it is without a zone, and where it is none.
func localTime(_ utc: String, in zone: TimeZone?) -> String {
    // Records write milliseconds, which that style refuses.
    let whole = utc.replacing(/\.[0-9]+Z$/, with: "Z")
    guard let zone, let date = try? Date(whole, strategy: .iso8601) else { return utc }
    return localTime(date, in: zone)
}
