// What the schedule rules need besides the values: the day it is, and since when the patient is known.
public import Assay
public import Foundation

public struct ScheduleClock: Hashable, Sendable {
    public var today: CalendarDate
    /// Since when the patient is known, by the patients file or a result: visits due before it are skipped. Nil while
    /// there is neither.
    public var firstRecord: CalendarDate?
    /// Nil leaves out what is told after hours.
    public var now: Date?

    public init(today: CalendarDate, firstRecord: CalendarDate?, now: Date? = nil) {
        self.today = today
        self.firstRecord = firstRecord
        self.now = now
    }

    /// For a target that the assay does not ask of the patient: nothing of it is missed.
    var withoutSchedule: ScheduleClock { ScheduleClock(today: today, firstRecord: nil, now: now) }
}
