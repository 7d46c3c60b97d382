// Dates and times of day as people and spreadsheets write them: taken where they can mean one thing only, refused where
// they could mean two.

/// What a text says as a date.
public enum WrittenDate: Equatable, Sendable {
    case date(CalendarDate)
    /// Day and month could change places.
    case ambiguous(CalendarDate, CalendarDate)
    case none

    /// Reads 2026-05-14, 14/05/2026, 14.05.2026, 05/14/2026 and the like. Years have four digits, and come first or
    /// last.
    public init(_ text: some StringProtocol) {
        self = .none
        for separator in ["-", "/", "."] as [Character] {
            let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            guard parts.count == 3, parts.allSatisfy({ isNumber($0, digits: 1...4) }) else { continue }
            let numbers = parts.compactMap { Int($0) }
            if parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2 {
                self = CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2]).map { .date($0) } ?? .none
                return
            }
            guard parts[2].utf8.count == 4, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2 else { return }
            let dayFirst = CalendarDate(year: numbers[2], month: numbers[1], day: numbers[0])
            let monthFirst = CalendarDate(year: numbers[2], month: numbers[0], day: numbers[1])
            switch (dayFirst, monthFirst) {
            case (let a?, let b?): self = a == b ? .date(a) : .ambiguous(a, b)
            case (let a?, nil), (nil, let a?): self = .date(a)
            case (nil, nil): break
            }
            return
        }
    }
}

/// A time of day without a zone.
public struct ClockTime: Hashable, Sendable {
    public let hour: Int
    public let minute: Int
    public let second: Int

    /// Reads 09:30, 9:30 and 09:30:15; nil for anything else, 24:00 too.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), isNumber(parts[0], digits: 1...2),
            parts.dropFirst().allSatisfy({ isNumber($0, digits: 2...2) })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers[0] < 24, numbers[1] < 60, numbers.count < 3 || numbers[2] < 60 else { return nil }
        (hour, minute, second) = (numbers[0], numbers[1], numbers.count == 3 ? numbers[2] : 0)
    }

    public var isMidnight: Bool { hour == 0 && minute == 0 && second == 0 }

    /// "09:30:15".
    public var iso: String {
        [hour, minute, second].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

/// A date, and behind a blank or a T a time of day.
public struct WrittenMoment: Equatable, Sendable {
    public let date: WrittenDate
    /// Nil where none is written.
    public let clock: ClockTime?

    /// Nil where something else is written than a date and a time of day.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard let first = halves.first, halves.count <= 2 else { return nil }
        date = WrittenDate(first)
        guard halves.count == 2 else {
            clock = nil
            return
        }
        guard let clock = ClockTime(halves[1]) else { return nil }
        self.clock = clock
    }
}

private func isNumber(_ text: some StringProtocol, digits: ClosedRange<Int>) -> Bool {
    digits.contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
}
