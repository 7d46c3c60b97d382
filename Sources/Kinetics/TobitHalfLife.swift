// The terminal half-life with the values below the LLOQ left in, as PKNCA's `hl_method = "tobit"` selects it.
import Foundation

/// Half-life from a censored line.
public struct TobitHalfLife: Hashable, Sendable, Codable {
    /// Days.
    public var days: Double
    /// 1/day.
    public var lambdaZ: Double
    /// Values in the fit, and how many of them lie below the LLOQ.
    public var points: Int
    public var belowLLOQ: Int
    /// Standard deviation of ln(copies) about the line.
    public var residual: Double
}

/// Every window from a value after Tmax to the end that holds at least three quantified values; of those that fall, the
/// one with the smallest residual, the widest of equal ones. Values below an unknown limit are left out.
func tobitHalfLife(_ profile: Profile) -> TobitHalfLife? {
    guard let peak = profile.peak else { return nil }
    let points = profile.points.filter { $0.day > peak.day }.suffix(windowMax).compactMap { point -> CensoredPoint? in
        if point.quantified { return CensoredPoint(x: point.day, y: log(point.copies), below: false) }
        guard let lloq = point.lloq, lloq > 0 else { return nil }
        return CensoredPoint(x: point.day, y: log(lloq), below: true)
    }
    var best: CensoredLine?
    for start in points.indices {
        let window = Array(points[start...])
        guard window.count(where: { !$0.below }) >= 3 else { break }
        guard let line = censoredLine(window), line.slope < 0, line.sigma < best?.sigma ?? .infinity else { continue }
        best = line
    }
    guard let best else { return nil }
    let days = log(2) / -best.slope
    guard days.isFinite else { return nil }
    return TobitHalfLife(
        days: days, lambdaZ: -best.slope, points: best.n, belowLLOQ: best.n - best.quantified, residual: best.sigma)
}

/// One fit a window: bounds the work.
private let windowMax = 200
