// What comes with the date: when reminders and escalations are looked for, and which patients are judged without a new
// result. Pure: the shell asks the journal and sets the timer.
public import Assay

/// Knows which patients are still to be judged, and up to which date all have been.
public struct Sweeper: Sendable {
    /// Judging a patient takes some milliseconds: many are judged some at a time, so that a run which comes meanwhile
    /// waits for a few of them and not for all.
    public static let patientsAtOnce = 25

    /// What changes what is due. Nothing is done before the next `Event.looked`.
    public enum News: Sendable {
        /// The timer rang, or the clock is believed again: a date may have come.
        case due
        /// Another configuration holds: what it says of the dates that have passed is not known yet.
        case configured
        /// The journal has grown. Where a run has come for these patients, a date that passed before it is not waited
        /// for again.
        case recorded(patients: Set<String> = [])
    }

    public enum Event: Sendable {
        /// A batch of events is done.
        /// - Parameter mayJudge: whether the rules that stand on absent results may run now.
        case looked(mayJudge: Bool)
        /// The answer to `findDue` and `findEverybody`.
        case found([String])
        /// The answer to `sweep`: it is in the journal.
        case swept
    }

    public enum Effect: Hashable, Sendable {
        /// Answer with the patients of whom something has fallen due since that date; nil: it is not known since when.
        case findDue(since: CalendarDate?)
        /// Answer with every patient of the configuration.
        case findEverybody
        case sweep(Round)
        /// Come back with `looked` once the events that have come meanwhile are dealt with.
        case comeBack
        /// Set the timer to what falls due next, by the journal and the configuration.
        case setTimer
    }

    /// One transaction: what is due of the alerts that stand, and some patients.
    public struct Round: Hashable, Sendable {
        /// To be judged. Empty where the rules on absent results may not run.
        public let patients: [String]
        /// Those rules run in it.
        public let judges: Bool
        /// The date up to which all patients due have then been judged; nil where some are left.
        public let completes: CalendarDate?
    }

    /// Both at the start: the daemon may have been away.
    private var alertsDue = true
    private var patientsDue = true
    /// Patients still to be judged: of the sweep under way, and those of new runs.
    private var waiting: ArraySlice<String> = []
    /// The date of the sweep under way.
    private var sweepDay: CalendarDate?
    /// Date of the last sweep that judged all patients due; nil where it is not known.
    private var sweptUpTo: CalendarDate?
    private var mayJudge = false
    /// The journal has changed since the timer was set.
    private var isStale = true
    /// Patients of the round under way.
    private var roundCount = 0

    /// - Parameter sweptUpTo: the date of the last complete sweep, as the journal has it; nil: unknown.
    public init(sweptUpTo: CalendarDate?) { self.sweptUpTo = sweptUpTo }

    private var isSweeping: Bool { sweepDay != nil || !waiting.isEmpty }

    public mutating func hear(_ news: News) {
        switch news {
        case .due: (alertsDue, patientsDue) = (true, true)
        case .configured:
            sweptUpTo = nil
            (alertsDue, patientsDue) = (true, true)
        case .recorded(let patients):
            waiting += patients.subtracting(waiting).sorted()
            isStale = true
        }
    }

    /// - Parameter today: in the laboratory's zone.
    public mutating func handle(_ event: Event, on today: CalendarDate) -> [Effect] {
        switch event {
        case .looked(let mayJudge):
            self.mayJudge = mayJudge
            if mayJudge, let last = sweptUpTo, last > today {
                // The clock was wrong when that sweep was made, and what it raised may be wrong too.
                hear(.configured)
                return [.findEverybody]
            }
            return mayJudge && patientsDue ? [.findDue(since: sweptUpTo)] : round()
        case .found(let patients):
            // Instead of a sweep that may be under way.
            (waiting, sweepDay, patientsDue) = (Set(waiting).union(patients).sorted()[...], today, false)
            return round()
        case .swept:
            (alertsDue, isStale) = (false, true)
            waiting = waiting.dropFirst(roundCount)
            if waiting.isEmpty, let day = sweepDay { (sweptUpTo, sweepDay) = (day, nil) }
            return (isSweeping && mayJudge ? [.comeBack] : []) + timer()
        }
    }

    private mutating func round() -> [Effect] {
        let judges = isSweeping && mayJudge
        guard alertsDue || judges else { return timer() }
        let patients = judges ? Array(waiting.prefix(Self.patientsAtOnce)) : []
        roundCount = patients.count
        let isLast = judges && patients.count == waiting.count
        return [.sweep(Round(patients: patients, judges: judges, completes: isLast ? sweepDay : nil))]
    }

    private mutating func timer() -> [Effect] {
        defer { isStale = false }
        return isStale ? [.setTimer] : []
    }
}
