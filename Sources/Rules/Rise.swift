// Rises traced through a patient's values in sampling-day order, each from what it rose from to its end: what R8 tells
// of.
import Assay
import Foundation
import Kinetics
import Laboratory

/// What a value has risen from.
struct RiseGround: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// Two consecutive values held it, or the only one there was.
        case held
        /// The lowest single value; it may be an outlier, so more is asked.
        case single
        /// The beginning of a line through the last values that surely rises.
        case climb
    }
    var kind: Kind
    /// log10 copies: of two values that held it the higher, so that noise does not lower it.
    var level: Double
    /// From here on a value has risen, log10.
    var threshold: Double
    var days: [Int]
    /// Nothing was found on these days: `level` is a limit of quantification.
    var belowLLOQ: Bool
}

/// One stretch: from the value that rose until two consecutive values have come down again, or a person has closed it.
struct Rise: Hashable, Sendable {
    var ground: RiseGround
    /// Index of the value that rose.
    var first: Int
    /// Index of the value that confirmed it.
    var second: Int?
    /// Log10 copies from which on a confirmed rise is critical.
    var critical: Double
    /// Index of the first value of a confirmed rise that is critical, where the pair that confirmed it is not.
    var graver: Int?
    /// Index of the second value that has come down.
    var cleared: Int?
}

/// Every rise of a course. Pure, of the values in sampling-day order: the order of arrival does not matter.
func rises(in course: Course) -> [Rise] {
    let (values, settings) = (course.values, course.settings)
    let v = values.map(\.v)
    var rises: [Rise] = []
    var open: Rise?
    var down = 0
    var since = contractionStart(values, settings)
    for (index, value) in values.enumerated() {
        if let closed = open, course.isClosed(closed, at: value) {
            // What the person has seen is the patient's new level.
            rises.append(closed)
            (open, since) = (nil, closed.first)
        }
        if var rise = open {
            rise.meet(value, index, values, settings)
            down = value.v < rise.ground.threshold - settings.clearedLog10 ? down + 1 : 0
            if down == 2 { rise.cleared = index }
            open = down == 2 ? nil : rise
            if down == 2 { rises.append(rise) }
        } else if value.day > settings.riseDay, !value.belowLLOQ,
            let ground = ground(of: index, since: since, values, v: v, settings),
            value.v >= ground.threshold
        {
            let plateau = plateau(before: index, since: since, values) ?? ground.level
            let critical = min(log10(settings.expansionCopies), plateau + settings.riseLog10)
            (open, down) = (Rise(ground: ground, first: index, critical: critical), 0)
        }
    }
    return rises + (open.map { [$0] } ?? [])
}

extension Rise {
    /// A further value of the stretch.
    fileprivate mutating func meet(_ value: DayValue, _ index: Int, _ values: [DayValue], _ settings: RuleSettings) {
        if second == nil, !value.belowLLOQ, value.v >= ground.threshold,
            value.day - values[first].day >= settings.confirmFirstDays
        {
            second = index
        }
        if second != nil, !isCritical(values), graver == nil, !value.belowLLOQ, value.v >= critical { graver = index }
    }

    /// Both values that make it are critical.
    func isCritical(_ values: [DayValue]) -> Bool {
        second.map { min(values[first].v, values[$0].v) >= critical } ?? false
    }
}

extension Course {
    fileprivate func isClosed(_ rise: Rise, at value: DayValue) -> Bool {
        [rise.first, rise.graver].compactMap(\.self).contains {
            closures.isClosed(R8LateRise.description.id, day: values[$0].day, at: value.day)
        }
    }
}

/// Index of the first value after the expansion's peak: values before it are low because the cells were few, not
/// because they had gone.
private func contractionStart(_ values: [DayValue], _ settings: RuleSettings) -> Int {
    let early = values.indices.filter { values[$0].day > 0 && values[$0].day < settings.lateDay }
    let peak = early.max { values[$0].v < values[$1].v || (values[$0].v == values[$1].v && $0 > $1) }
    return peak.map { $0 + 1 } ?? values.firstIndex { $0.day >= settings.lateDay } ?? values.endIndex
}

/// The highest level that two consecutive values held since the contraction, log10: one high value is no plateau. Nil
/// for fewer than two.
private func plateau(before index: Int, since: Int, _ values: [DayValue]) -> Double? {
    let before = values[since..<index]
    return zip(before, before.dropFirst()).map { min($0.v, $1.v) }.max()
}

/// What the value at `index` is held against: the lowest of what was held, the lowest single value, and the beginning
/// of a climb; nil for nothing.
/// - Parameter v: log10 of each value, worked out once: every value is held against all that came before it.
private func ground(of index: Int, since: Int, _ values: [DayValue], v: [Double], _ settings: RuleSettings)
    -> RiseGround?
{
    var lowest: Int?, previous: Int?
    var held: (low: Int, next: Int, level: Double)?
    // Above the upper limit anything may be: that is no level to have risen from.
    for i in min(since, index)..<index where !values[i].aboveULOQ {
        if lowest.map({ v[i] < v[$0] }) ?? true { lowest = i }
        if let previous, case let level = max(v[previous], v[i]), level < held?.level ?? .infinity {
            held = (previous, i, level)
        }
        previous = i
    }
    guard let lowest else { return nil }
    // A value that stands alone is all that was held.
    let pair = held ?? (lowest, lowest, v[lowest])
    let low = values[pair.low], next = values[pair.next]
    let grounds = [
        RiseGround(
            kind: .held, level: pair.level, threshold: pair.level + settings.riseLog10,
            days: low.day == next.day ? [low.day] : [low.day, next.day], belowLLOQ: low.belowLLOQ && next.belowLLOQ),
        RiseGround(
            kind: .single, level: v[lowest], threshold: v[lowest] + settings.riseSingleLog10,
            days: [values[lowest].day],
            belowLLOQ: values[lowest].belowLLOQ),
        climb(to: index, since: since, values, v: v, settings),
    ]
    return grounds.compactMap(\.self).min { $0.threshold < $1.threshold }
}

/// A line through the last values that rises with one-sided 95 % confidence, and in all by what R8 asks of a rise.
private func climb(to index: Int, since: Int, _ values: [DayValue], v: [Double], _ settings: RuleSettings)
    -> RiseGround?
{
    var chosen = [index]
    var i = index - 1
    while i >= since, chosen.count < settings.forecastValues {
        if !values[i].aboveULOQ { chosen.append(i) }
        i -= 1
    }
    chosen.reverse()
    let last = chosen.map { values[$0] }
    guard last.count == settings.forecastValues, let from = last.first?.day, let to = last.last?.day else { return nil }
    // Where every value was measured the line is that of least squares: most series are told by it to rise too little,
    // without the search for the likeliest line.
    if last.allSatisfy({ $0.copies != nil }),
        leastSquaresSlope(last.map { Double($0.day) }, chosen.map { v[$0] }) * Double(to - from) < settings.riseLog10
            - 1e-6
    {
        return nil
    }
    let points = last.map {
        SeriesPoint(
            day: Double($0.day), copies: $0.copies ?? ($0.aboveULOQ ? $0.uloq : nil), lloq: $0.belowLLOQ ? $0.lloq : nil
        )
    }
    guard let line = forecast(of: Array(points), level: settings.lowCopies, ahead: 0),
        line.slope - (line.slopeUpper - line.slope) > 0
    else { return nil }
    let risen = line.slope * Double(to - from)
    guard risen >= settings.riseLog10, line.projected > 0 else { return nil }
    let level = log10(line.projected) - risen
    return RiseGround(
        kind: .climb, level: level, threshold: level + settings.riseLog10, days: [from, to], belowLLOQ: false)
}

/// Slope of the least-squares line; 0 where all days are one.
private func leastSquaresSlope(_ x: [Double], _ y: [Double]) -> Double {
    let count = Double(x.count), meanX = x.reduce(0, +) / count, meanY = y.reduce(0, +) / count
    let sxx = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    return sxx > 0 ? zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / sxx : 0
}
