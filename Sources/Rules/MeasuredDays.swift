// A patient's measurements by target and sampling day. Kept between judgements: a new result makes the value of its own
// day anew and leaves those of all other days as they are.
public import Assay

public struct MeasuredDays: Sendable {
    /// One target's measurements of one day after the first infusion.
    struct Day: Sendable {
        let day: Int
        /// Numbers of the measurements.
        fileprivate(set) var repeats: [Int]
        /// What they come to; nil where that is to be made.
        fileprivate(set) var outcome: DayOutcome?
        /// Units that the rules do not have, of values that would be judged otherwise.
        fileprivate(set) var otherUnits: Set<String> = []
    }

    struct Target: Sendable {
        /// In order.
        fileprivate(set) var days: [Day] = []
        fileprivate var undated: [Int] = []

        var numbers: [Int] { undated + days.flatMap(\.repeats) }
        fileprivate var isEmpty: Bool { undated.isEmpty && days.isEmpty }
    }

    /// Every measurement that was appended, by its number; the rules see those that are included.
    public private(set) var all: [Measurement] = []
    /// By folded name.
    private(set) var targets: [String: Target] = [:]
    /// Folded names of targets.
    private var folded: [String: String] = [:]
    private var runs: [RunID: Int64] = [:]
    /// Two saves of one run were included: which of them is in force is asked of a course as a whole.
    private(set) var hasSaves = false
    /// The rules by which outcomes were made.
    private var settings: RuleSettings?
    /// Some outcome is to be made.
    private var hasNews = false

    public init() {}

    public init(_ measurements: [Measurement]) {
        for measurement in measurements {
            append(measurement)
            include(all.count - 1)
        }
    }

    /// No measurement is included.
    public var isEmpty: Bool { targets.isEmpty }

    public mutating func append(_ measurement: Measurement) {
        all.append(measurement)
        if folded[measurement.target] == nil { folded[measurement.target] = AssaySettings.folded(measurement.target) }
    }

    /// Once a measurement.
    public mutating func include(_ number: Int) {
        hasNews = true
        let (run, id) = (all[number].run, all[number].runID)
        if runs.updateValue(run, forKey: id) ?? run != run { hasSaves = true }
        targets[key(number), default: Target()].include(number, day: all[number].day)
    }

    /// Changes nothing where it is not included.
    public mutating func exclude(_ number: Int) {
        hasNews = true
        let key = key(number)
        targets[key]?.exclude(number, day: all[number].day)
        if targets[key]?.isEmpty ?? false { targets[key] = nil }
    }

    public mutating func excludeAll() { (targets, runs, hasSaves) = ([:], [:], false) }

    private func key(_ number: Int) -> String { folded[all[number].target] ?? all[number].target }

    /// Makes what the days come to, of those alone that have changed since.
    public mutating func settle(_ settings: RuleSettings) {
        let isSame = self.settings == settings
        if isSame, !hasNews { return }
        (self.settings, hasNews) = (settings, false)
        for key in Array(targets.keys) { targets[key]?.settle(all, settings, afresh: !isSame) }
    }

    /// The newest valid result of a run on a day after the first infusion.
    public func result(day: Int?, run: RunID?) -> Int64? {
        let days = targets.values.compactMap { target in target.days.first { $0.day == day } }
        return days.flatMap(\.repeats).filter { all[$0].runID == run && all[$0].quantity.valid }.map { all[$0].result }
            .max()
    }
}

extension MeasuredDays.Target {
    fileprivate mutating func include(_ number: Int, day: Int?) {
        guard let day else { return undated.append(number) }
        // Most come in the order of their days.
        let place = days.lastIndex { $0.day <= day } ?? -1
        if place >= 0, days[place].day == day {
            days[place].repeats.append(number)
            days[place].outcome = nil
        } else {
            days.insert(MeasuredDays.Day(day: day, repeats: [number]), at: place + 1)
        }
    }

    fileprivate mutating func exclude(_ number: Int, day: Int?) {
        undated.removeAll { $0 == number }
        guard let place = days.firstIndex(where: { $0.day == day }) else { return }
        days[place].repeats.removeAll { $0 == number }
        days[place].outcome = nil
        if days[place].repeats.isEmpty { days.remove(at: place) }
    }

    fileprivate mutating func settle(_ all: [Measurement], _ settings: RuleSettings, afresh: Bool) {
        for place in days.indices where afresh || days[place].outcome == nil {
            let repeats = days[place].repeats
            days[place].outcome = dayOutcome(of: repeats, of: all, day: days[place].day, settings: settings)
            let others = repeats.filter {
                all[$0].quantity.valid && !sameUnit(all[$0].quantity.unit, settings.unit)
            }
            days[place].otherUnits = Set(others.map { all[$0].quantity.unit })
        }
    }
}
