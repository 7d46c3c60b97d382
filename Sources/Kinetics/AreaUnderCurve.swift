// Areas under the curve by PKNCA's conventions: linear up, log down; values below the LLOQ first and last as 0, in the
// middle dropped.
import Foundation

/// The area from day 0 to the end of a window, in copies · day.
enum WindowArea: Equatable {
    case value(Double)
    /// The copies were lost before the window's end, and that was measured: PKNCA's number where it gives one, else
    /// with the triangle down to the first value below the limit. `low` counts nothing after the last quantified value,
    /// `high` the limit itself for every value below it.
    case lost(Double, low: Double, high: Double?)
    /// The series ends before the window does.
    case notCovered
}

/// Points that areas are made of: without those below the LLOQ between two quantified ones.
private func cleaned(_ profile: Profile) -> [Profile.Point] {
    guard let first = profile.points.firstIndex(where: \.quantified),
        let last = profile.points.lastIndex(where: \.quantified)
    else {
        return profile.points
    }
    return profile.points.enumerated().filter { $0.offset < first || $0.offset > last || $0.element.quantified }.map(
        \.element)
}

/// Copies · day from the first point to the last quantified one. 0 where none is.
func areaToLast(_ profile: Profile) -> Double {
    guard let last = profile.last else { return 0 }
    return area(cleaned(profile).filter { $0.day <= last.day })
}

/// `areaToLast` and the triangle down to the first value below the LLOQ after it.
func areaAll(_ profile: Profile) -> Double {
    guard let last = profile.last, let end = profile.belowFrom else { return areaToLast(profile) }
    return areaToLast(profile) + last.copies * (end - last.day) / 2
}

/// Copies · day from day 0 to `end` (PKNCA's `aucint.last`), interpolated where `end` was not sampled. Past the last
/// sample PKNCA adds nothing and says nothing: here the window is not covered, unless two values below the limit say
/// that nothing was there any more.
func areaTo(_ end: Double, _ profile: Profile) -> WindowArea {
    guard let final = profile.points.last else { return .notCovered }
    guard let last = profile.last else { return final.day >= end ? .value(0) : .notCovered }
    guard last.day < end else { return .value(area(inside(end, cleaned(profile)))) }
    let after = profile.points.filter { $0.day > last.day }
    guard final.day >= end || after.count > 1, let below = after.first else { return .notCovered }
    let low = areaToLast(profile)
    return .lost(
        below.day < end ? areaAll(profile) : low, low: low, high: areaAtLimits(to: end, last, after).map { low + $0 })
}

/// The points up to `end`, with one interpolated on it.
private func inside(_ end: Double, _ points: [Profile.Point]) -> [Profile.Point] {
    var inside = points.filter { $0.day <= end }
    if let before = inside.last, before.day < end, let after = points.first(where: { $0.day > end }) {
        inside.append(Profile.Point(day: end, copies: interpolated(at: end, before, after)))
    }
    return inside
}

/// What the days from the last quantified value to `end` add at most: each value below its limit as the limit, the last
/// of them on to `end`, straight lines between them. Nil where a limit is not known.
private func areaAtLimits(to end: Double, _ last: Profile.Point, _ after: [Profile.Point]) -> Double? {
    var (sum, from) = (0.0, last)
    for point in after where from.day < end {
        guard let lloq = point.lloq else { return nil }
        let part = min((end - from.day) / (point.day - from.day), 1)
        let reached = from.copies + part * (lloq - from.copies)
        sum += (from.copies + reached) / 2 * part * (point.day - from.day)
        from = Profile.Point(day: point.day, copies: lloq)
    }
    return sum + from.copies * max(end - from.day, 0)
}

private func area(_ points: [Profile.Point]) -> Double {
    zip(points, points.dropFirst()).reduce(0) { sum, pair in
        let (a, b) = pair
        let days = b.day - a.day
        if a.copies == 0, b.copies == 0 { return sum }
        if b.copies < a.copies, b.copies > 0 { return sum + (a.copies - b.copies) * days / log(a.copies / b.copies) }
        return sum + (a.copies + b.copies) * days / 2
    }
}

/// Log-linear while falling, linear otherwise, as the areas are.
private func interpolated(at day: Double, _ a: Profile.Point, _ b: Profile.Point) -> Double {
    let part = (day - a.day) / (b.day - a.day)
    if b.copies < a.copies, b.copies > 0 { return exp(log(a.copies) + part * (log(b.copies) - log(a.copies))) }
    return a.copies + part * (b.copies - a.copies)
}
