// Dates as spreadsheets write them: taken where they can mean one day only, refused where they could mean two.
internal import Assay

/// What a field says as a date.
enum TableDate: Equatable {
    case date(CalendarDate)
    /// Day and month could change places.
    case ambiguous(CalendarDate, CalendarDate)
    case none
}

/// Reads 2026-05-14, 14/05/2026, 14.05.2026, 05/14/2026 and the like; a time of midnight behind it is ignored.
/// Years have four digits, and come first or last.
func tableDate(_ text: some StringProtocol) -> TableDate {
    let halves = text.split(whereSeparator: { $0 == " " || $0 == "T" })
    guard let first = halves.first, halves.count <= 2 else { return .none }
    if halves.count == 2, !["00:00", "00:00:00", "0:00"].contains(String(halves[1])) { return .none }
    for separator in ["-", "/", "."] as [Character] {
        let parts = first.split(separator: separator, omittingEmptySubsequences: false)
        guard parts.count == 3,
            parts.allSatisfy({ (1...4).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else { continue }
        let numbers = parts.compactMap { Int($0) }
        if parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2 {
            return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]).map { .date($0) } ?? .none
        }
        guard parts[2].utf8.count == 4, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2 else { return .none }
        let dayFirst = CalendarDate(year: numbers[2], month: numbers[1], day: numbers[0])
        let monthFirst = CalendarDate(year: numbers[2], month: numbers[0], day: numbers[1])
        switch (dayFirst, monthFirst) {
        case (let a?, let b?): return a == b ? .date(a) : .ambiguous(a, b)
        case (let a?, nil), (nil, let a?): return .date(a)
        case (nil, nil): return .none
        }
    }
    return .none
}
