// When the best response is to be looked for: the study's patients showed it within a month after their copies had
// reached the expansion level.

/// The window that R1 opens; nil until the level is reached.
public struct ResponseWindow: Hashable, Sendable {
    /// Sampling day of the first value at or above the level.
    public var reached: Int
    /// First and last day of the window.
    public var days: ClosedRange<Int>

    /// - Parameter values: in sampling-day order.
    public init?(_ values: [DayValue], settings: RuleSettings) {
        guard let first = expansionValue(values, settings: settings) else { return nil }
        reached = first.day
        let last = first.day + max(settings.responseFirstDays, settings.responseLastDays)
        days = (first.day + settings.responseFirstDays)...last
    }
}

/// The first value after the infusion at or above the expansion level.
func expansionValue(_ values: [DayValue], settings: RuleSettings) -> DayValue? {
    values.first { $0.day > 0 && $0.level >= settings.expansionCopies }
}
