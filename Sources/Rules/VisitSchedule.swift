// The schedule of one patient: which visits were sampled, which is due next, which were missed. The clock is an
// argument.
public import Assay

/// Where a visit stands.
public enum VisitState: String, Sendable, Codable {
    /// A valid value lies in its window.
    case sampled
    /// Its window has passed without one.
    case missed
    /// Today lies in its window.
    case due
    case upcoming
    /// Due before the patient was known here, or after the patient's end.
    case skipped
}

public struct ScheduledVisit: Hashable, Sendable {
    public var visit: Visit
    /// Sampling days that answer it.
    public var window: ClosedRange<Int>
    public var state: VisitState
    /// Sampling day of the value that answers it.
    public var sampled: Int?
}

/// Every visit of a patient's one course, in order; empty without an infusion date.
/// - Parameters:
///   - days: sampling days with a valid value, after the patient's infusion.
///   - firstRecord: date since which the patient is known; visits due before it are skipped.
public func visitSchedule(
    _ patient: Patient, days: [Int], today: CalendarDate, firstRecord: CalendarDate?, settings: RuleSettings
) -> [ScheduledVisit] {
    guard let infusion = patient.infusion else { return [] }
    let schedule = settings.schedule
    let now = today.days(since: infusion)
    let known = firstRecord?.days(since: infusion) ?? now
    let ended = patient.ended?.days(since: infusion) ?? .max
    return schedule.indices.map { index in
        let visit = schedule[index]
        let window = sampleWindow(of: index, schedule)
        let sampled = days.filter(window.contains).min { ($0 - visit.day).magnitude < ($1 - visit.day).magnitude }
        let state: VisitState =
            switch now {
            case _ where sampled != nil: .sampled
            case _ where visit.day < known || window.upperBound > ended: .skipped
            case (window.upperBound + 1)...: .missed
            case window: .due
            default: .upcoming
            }
        return ScheduledVisit(visit: visit, window: window, state: state, sampled: sampled)
    }
}

/// A sample belongs to the visit that it lies nearest to: the window opens half-way after the visit before, and closes
/// with the grace.
func sampleWindow(of index: Int, _ visits: [Visit]) -> ClosedRange<Int> {
    let visit = visits[index]
    let opens =
        index == 0 ? min(visit.day - visit.graceDays, 1) : min((visits[index - 1].day + visit.day) / 2 + 1, visit.day)
    return opens...(visit.day + visit.graceDays)
}

/// The date of a day after a patient's infusion; nil where either is unknown.
public func date(of day: Int, _ patient: Patient) -> CalendarDate? {
    patient.infusion.flatMap { CalendarDate(dayNumber: $0.dayNumber + day) }
}
