public import Assay

/// A time on the wall of the laboratory: the instrument writes no zone.
public struct LocalTime: Hashable, Comparable, Sendable {
    public let date: CalendarDate
    /// 0..<86,400.
    public let secondOfDay: Int

    /// The hour and minute are cut to the day they are of.
    public init(_ date: CalendarDate, hour: Int, minute: Int = 0, second: Int = 0) {
        self.date = date
        secondOfDay = min(max(hour * 3600 + minute * 60 + second, 0), 86_399)
    }

    public func adding(seconds: Int) -> LocalTime {
        let total = secondOfDay + seconds
        let days = (total - ((total % 86_400) + 86_400) % 86_400) / 86_400
        let rest = total - days * 86_400
        return LocalTime(
            CalendarDate(dayNumber: date.dayNumber + days) ?? date, hour: rest / 3600, minute: rest / 60 % 60,
            second: rest % 60)
    }

    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }

    /// "2026-05-14T15:28:10".
    public var iso: String {
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return "\(date.iso)T\(two(hour)):\(two(minute)):\(two(second))"
    }

    public static func < (a: Self, b: Self) -> Bool { (a.date, a.secondOfDay) < (b.date, b.secondOfDay) }
}
