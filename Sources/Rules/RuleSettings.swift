/// Thresholds of the patient rules; defaults from the clinical domain's section 4. Copies are in the assay's unit, days
/// are days after the infusion.
public struct RuleSettings: Hashable, Sendable, Codable {
    /// The unit that the thresholds are in: a value in another unit is never compared.
    public var unit = "copies/ul gDNA"

    /// R1, R2: the study's responders reached it.
    public var expansionCopies = 1e5
    /// The best-response window opens and ends so many days after expansion.
    public var responseFirstDays = 7
    public var responseLastDays = 30
    /// R2: expansion is due by this day, and late by the grace.
    public var expansionDay = 30
    public var expansionGraceDays = 7

    /// R3 to R8 but R5a are silent before this day; baselines begin with it.
    public var lateDay = 60
    /// B is the median of at most so many values.
    public var baselineValues = 3
    /// R3 and R4 compare with the highest B so far, not only the latest.
    public var comparesHighestBaseline = true
    /// R3: fall below the baseline, log10.
    public var watchLog10 = 0.7
    /// R3, R5, R7: a repeat is asked for so many days after the sample.
    public var repeatFirstDays = 7
    public var repeatLastDays = 14
    /// R4: fall below the baseline, log10.
    public var declineLog10 = 1.0
    /// R4, R8: a second sample so many days later confirms.
    public var confirmFirstDays = 7
    public var confirmLastDays = 28
    /// R3 to R5a clear after two consecutive values that lie less than this below the baseline, log10.
    public var clearedLog10 = 0.5
    /// R5 is armed for good once B has reached this: the lowest of the study's patients in remission.
    public var lowArmedCopies = 8526.0
    /// R5: warning below, √(84 · 8526).
    public var lowCopies = 850.0
    /// R5: critical below, 84 · √10.
    public var veryLowCopies = 270.0
    /// R5a: the study's value 30 days before a relapse.
    public var relapseCopies = 84.0
    /// R5a fires before `lateDay` only once the patient has held more than this.
    public var relapseArmedCopies = 840.0
    /// R7: last values that the slope is taken from, and how far ahead it is drawn, days.
    public var forecastValues = 4
    public var forecastDays = 90
    /// R8: after this day, a rise above the lowest level held since the contraction, log10, and above a lowest single
    /// value.
    public var riseDay = 90
    public var riseLog10 = 1.0
    public var riseSingleLog10 = 1.5

    /// R9: nominal visits after the infusion, and how late a sample may be.
    public var visits: [Visit] = Visit.study
    /// R9: after the last of them a visit each year, until so many years after the infusion; 0: none. Regulators ask
    /// for life-long watch.
    public var followUpYears = 15
    public var followUpGraceDays = 30

    /// The visits and the yearly ones after them. A year that ends within half a year of the last visit is passed over.
    public var schedule: [Visit] {
        let last = visits.last?.day ?? 0
        let years = (0..<max(followUpYears, 0)).map { Int((Double($0 + 1) * 365.25).rounded()) }.filter {
            $0 >= last + 183
        }
        return visits + years.map { Visit(day: $0, graceDays: followUpGraceDays) }
    }

    /// A result of a patient with an open alert may be withheld for so long before the physician is told.
    public var withheldHoursMax = 48.0

    /// R10: days without any run before the laboratory is asked.
    public var noRunDaysMax = 30

    /// A run may start at most this many days after its sample was taken.
    public var maxDelayDays = 30
    /// Two methods on one sampling day are no repeats of each other: whose value counts.
    public var sameDayMethod = SameDayMethod.narrower
    /// Repeats of one sampling day may differ by at most this, log10.
    public var repeatDifferenceMaxLog10 = 0.5

    public init() {}
}

/// A sampling day of the schedule.
public struct Visit: Hashable, Sendable, Codable {
    /// Nominal day after the infusion.
    public var day: Int
    /// Days after `day` by which a sample must have been taken.
    public var graceDays: Int

    public init(day: Int, graceDays: Int) {
        self.day = day
        self.graceDays = graceDays
    }

    /// The study's visits after the infusion: weekly, one and two months, every three months up to two years.
    public static let study: [Visit] =
        [7, 14, 21].map { Visit(day: $0, graceDays: 3) } + [30, 60].map { Visit(day: $0, graceDays: 7) }
        + stride(from: 150, through: 690, by: 90).map { Visit(day: $0, graceDays: 14) }
}
