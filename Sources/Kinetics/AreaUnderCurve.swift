// Areas under the curve by PKNCA's conventions: linear up, log down; values below the LLOQ first and last as 0, in the middle dropped.
import Foundation

enum Area: Equatable {
    case value(Double)
    /// PKNCA gives no number: the interval ends after the first value below the LLOQ that follows the last quantified one.
    case undefined
}

/// Points that areas are made of: without those below the LLOQ between two quantified ones.
private func cleaned(_ profile: Profile) -> [Profile.Point] {
    guard let first = profile.points.firstIndex(where: \.quantified), let last = profile.points.lastIndex(where: \.quantified) else {
        return profile.points
    }
    return profile.points.enumerated().filter { $0.offset < first || $0.offset > last || $0.element.quantified }.map(\.element)
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

/// Copies · day from day 0 to `end` (PKNCA's `aucint.last`): interpolated where `end` was not sampled, nothing added after the last quantified value.
func areaTo(_ end: Double, _ profile: Profile) -> Area {
    guard let last = profile.last else { return .value(0) }
    if end >= last.day {
        if let below = profile.belowFrom, below < end { return .undefined }
        return .value(areaToLast(profile))
    }
    let points = cleaned(profile)
    var inside = points.filter { $0.day <= end }
    if let before = inside.last, before.day < end, let after = points.first(where: { $0.day > end }) {
        inside.append(Profile.Point(day: end, copies: interpolated(at: end, before, after)))
    }
    return .value(area(inside))
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
