// Slopes of ln(copies) on days: terminal half-life by PKNCA's selection, contraction, doubling.
import Foundation

/// PKNCA's terminal half-life and what it was made of.
public struct HalfLife: Hashable, Sendable, Codable {
    /// Days.
    public var days: Double
    /// 1/day.
    public var lambdaZ: Double
    public var points: Int
    public var r2: Double
    public var adjustedR2: Double
    /// Days the points span, in half-lives.
    public var span: Double
    public var firstDay: Double
    /// Worth showing to a person: R² ≥ 0.9 over at least two half-lives.
    public var reliable: Bool { r2 >= 0.9 && span >= 2 }
}

/// PKNCA's `pk.calc.half.life`: the quantified points after Tmax from the last one backwards, at least three; of all
/// fits whose adjusted R² lies within 1e-4 of the best and whose slope falls, the one with the most points. Nil where
/// none does.
func terminalHalfLife(_ profile: Profile) -> HalfLife? {
    guard let peak = profile.peak else { return nil }
    let points = Array(
        profile.points.filter { $0.quantified && $0.day > peak.day }.reversed().prefix(halfLifePointsMax))
    let days = points.map(\.day)
    let logs = points.map { log($0.copies) }
    guard points.count >= 3 else { return nil }
    let fits = (3...points.count).compactMap { leastSquares(Array(days.prefix($0)), Array(logs.prefix($0))) }.filter {
        !$0.adjustedR2.isNaN
    }
    guard let best = fits.map(\.adjustedR2).max(),
        let chosen = fits.last(where: { $0.slope < 0 && $0.adjustedR2 > best - 1e-4 })
    else { return nil }
    let halfLife = log(2) / -chosen.slope
    let first = days[chosen.n - 1]
    guard halfLife.isFinite else { return nil }
    return HalfLife(
        days: halfLife, lambdaZ: -chosen.slope, points: chosen.n, r2: chosen.r2, adjustedR2: chosen.adjustedR2,
        span: (days[0] - first) / halfLife, firstDay: first)
}

/// Fits are tried for every count of points: this bounds the work, not the science.
private let halfLifePointsMax = 500

/// Half-life of the contraction, days: the line through the quantified points from Tmax to day `contractionEndDay`, at
/// least three, falling.
func contractionHalfLife(_ profile: Profile) -> Double? {
    guard let peak = profile.peak else { return nil }
    let points = profile.points.filter { $0.quantified && $0.day >= peak.day && $0.day <= contractionEndDay }
    guard let line = leastSquares(points.map(\.day), points.map { log($0.copies) }), line.slope < 0 else { return nil }
    let days = log(2) / -line.slope
    return days.isFinite && line.r2 >= 0.5 ? days : nil
}

/// Contraction after the peak is over by then (clinical domain, section 4: rules are silent before day 60).
private let contractionEndDay = 60.0

/// Doubling time of the expansion, days: the slope of the quantified points up to and with Tmax. From two points it is
/// their quotient alone.
func doublingTime(_ profile: Profile) -> (days: Double, points: Int)? {
    guard let peak = profile.peak else { return nil }
    let points = profile.points.filter { $0.quantified && $0.day <= peak.day }
    let slope: Double?
    if points.count == 2 {
        slope = log(points[1].copies / points[0].copies) / (points[1].day - points[0].day)
    } else {
        slope = leastSquares(points.map(\.day), points.map { log($0.copies) })?.slope
    }
    guard let slope, slope > 0 else { return nil }
    let days = log(2) / slope
    return days.isFinite ? (days, points.count) : nil
}
