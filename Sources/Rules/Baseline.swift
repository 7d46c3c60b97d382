// Baselines and declines, traced once through a patient's values in sampling-day order (clinical domain, section 4).
import Assay
import Statistics

/// A baseline and the sampling days whose median it is.
struct BaselineLevel: Hashable, Sendable {
    /// log10 copies.
    var v: Double
    var days: [Int]
}

/// What a value is held against, log10.
struct Comparator: Hashable, Sendable {
    /// B: the latest baseline.
    var latest: Double
    /// The highest B held so far.
    var highest: Double
    /// The one of them that the settings compare with.
    var compared: BaselineLevel
}

/// One stretch under R4: from the value that fell until two consecutive values have recovered.
struct Decline: Hashable, Sendable {
    /// One provisional alert. A value still down after the confirmation window makes another.
    struct Alarm: Hashable, Sendable {
        /// Index of the value it stands on.
        var index: Int
        /// Index of the value that confirmed it.
        var confirmed: Int?
    }
    /// The baseline that the stretch is held against.
    var comparator: BaselineLevel
    var alarms: [Alarm]
    /// Index of the second recovered value.
    var cleared: Int?
}

/// Finds the second of two consecutive values that lie above a level.
struct Recovery {
    /// log10; a value at it has not recovered.
    var above: Double
    private(set) var streak = 0

    init(above: Double) { self.above = above }

    /// True with the second consecutive recovered value. Below the LLOQ nothing has recovered.
    mutating func takes(_ value: DayValue) -> Bool {
        streak = !value.belowLLOQ && value.v > above ? streak + 1 : 0
        return streak == 2
    }

    func index(in values: [DayValue], after index: Int) -> Int? {
        var recovery = self
        for next in values.indices where next > index {
            if recovery.takes(values[next]) { return next }
        }
        return nil
    }
}

/// The comparator of each value and the declines. B is the median of the last three values from `lateDay` on that are
/// not under a decline; a value is held against B, or against the highest B held so far where the settings say so: a
/// slow fall must not drag its own comparator along.
func traced(_ values: [DayValue], settings: RuleSettings, closures: Closures) -> (
    comparators: [Comparator?], declines: [Decline]
) {
    var comparators: [Comparator?] = []
    var declines: [Decline] = []
    var baseline = RunningBaseline(settings: settings)
    var recovery: Recovery?
    for (index, value) in values.enumerated() {
        comparators.append(baseline.comparator)
        guard value.day >= settings.lateDay else { continue }
        if recovery != nil, let last = declines.last, last.isClosed(at: value, values, closures) {
            // Closed by a person: what lay under the decline is the patient's new level.
            baseline = RunningBaseline(settings: settings)
            for under in values[..<index] where under.day >= values[last.alarms[0].index].day && under.quantified {
                baseline.append(under)
            }
            comparators[index] = baseline.comparator
            recovery = nil
        }
        if var open = recovery, let last = declines.indices.last {
            declines[last].meet(value, index, values, settings)
            if open.takes(value) {
                declines[last].cleared = index
                // Both recovered values are steady again; what lay under the decline never is.
                values[(index - 1)...index].filter(\.quantified).forEach { baseline.append($0) }
                recovery = nil
            } else {
                recovery = open
            }
        } else if let compared = comparators[index]?.compared, value.isBelow(compared, by: settings.declineLog10) {
            declines.append(Decline(comparator: compared, alarms: [Decline.Alarm(index: index)]))
            recovery = Recovery(above: compared.v - settings.clearedLog10)
        } else if value.quantified {
            baseline.append(value)
        }
    }
    return (comparators, declines)
}

/// The baseline as steady values come in.
private struct RunningBaseline {
    let settings: RuleSettings
    /// Nil before the first steady value.
    private(set) var comparator: Comparator?
    private var recent: [(v: Double, day: Int)] = []
    private var latest: BaselineLevel?
    private var held = BaselineLevel(v: -.infinity, days: [])

    init(settings: RuleSettings) { self.settings = settings }

    mutating func append(_ value: DayValue) {
        let before = recent.count == settings.baselineValues ? latest : nil
        if recent.count >= settings.baselineValues { recent.removeFirst(recent.count - settings.baselineValues + 1) }
        recent.append((value.v, value.day))
        guard let middle = median(recent.map(\.v)) else { return }
        let latest = BaselineLevel(v: middle, days: recent.map(\.day))
        self.latest = latest
        // Held is what two full medians in a row say: one noisy value must not be held against a patient for good.
        if let before, case let steady = before.v < latest.v ? before : latest, steady.v > held.v { held = steady }
        comparator = Comparator(
            latest: latest.v, highest: max(comparator?.highest ?? latest.v, latest.v),
            compared: settings.comparesHighestBaseline && held.v > latest.v ? held : latest)
    }
}

extension Decline {
    fileprivate func isClosed(at value: DayValue, _ values: [DayValue], _ closures: Closures) -> Bool {
        alarms.contains { closures.isClosed(R4Decline.description.id, day: values[$0.index].day, at: value.day) }
    }

    /// A further value under the open decline: confirms the last alarm within its window, or makes another one after
    /// it.
    fileprivate mutating func meet(_ value: DayValue, _ index: Int, _ values: [DayValue], _ settings: RuleSettings) {
        guard let last = alarms.indices.last, alarms[last].confirmed == nil,
            value.isBelow(comparator, by: settings.declineLog10)
        else { return }
        let delay = value.day - values[alarms[last].index].day
        if delay > settings.confirmLastDays {
            alarms.append(Alarm(index: index))
        } else if delay >= settings.confirmFirstDays {
            alarms[last].confirmed = index
        }
    }
}

extension DayValue {
    /// Above the upper limit anything may be: that is no fall, and no baseline.
    func isBelow(_ baseline: BaselineLevel, by log10Fall: Double) -> Bool {
        !quantity.aboveULOQ && baseline.v - v >= log10Fall
    }
}
