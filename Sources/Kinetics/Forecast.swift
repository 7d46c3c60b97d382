// Where a patient's copies are heading: the line through the last values, censored ones kept, drawn ahead.
import Foundation
internal import Statistics

/// A log-linear trend and when it crosses a level. Copies are in the series' unit, days after the infusion.
public struct Forecast: Hashable, Sendable, Codable {
    /// log10 copies a day.
    public var slope: Double
    /// One-sided 95 % upper bound of `slope`.
    public var slopeUpper: Double
    /// Values in the fit, and how many of them lie below the LLOQ.
    public var points: Int
    public var belowLLOQ: Int
    /// Copies that the line gives on `day`.
    public var day: Double
    public var projected: Double
    /// The same for the two bounds of the slope, each one-sided 95 %, through the middle of the values.
    public var projectedLow: Double
    public var projectedHigh: Double
    /// Day on which the line crosses the level; nil where it does not fall.
    public var crossing: Double?
    /// The same for the two bounds of the slope, each through the middle of the values; the later is nil where the
    /// upper bound does not fall.
    public var crossingEarliest: Double?
    public var crossingLatest: Double?
    /// It falls with one-sided 95 % confidence.
    public var falls: Bool { slopeUpper < 0 }
}

/// The forecast `ahead` days after the last value; nil for fewer than three values, or fewer than two above their LLOQ.
/// - Parameters:
///   - series: the values to draw the line through, in any order; those below an unknown LLOQ are left out.
///   - level: copies whose crossing is asked for.
public func forecast(of series: [SeriesPoint], level: Double, ahead: Double) -> Forecast? {
    let points = Profile(series).points.compactMap { point -> CensoredPoint? in
        if point.quantified { return CensoredPoint(x: point.day, y: log10(point.copies), below: false) }
        guard let lloq = point.lloq, lloq > 0 else { return nil }
        return CensoredPoint(x: point.day, y: log10(lloq), below: true)
    }
    // The likelihood's σ divides by n; a line of so few values needs n − 2 and Student's t.
    let freedom = Double(points.count - 2)
    guard level > 0, let t = studentTQuantile(0.95, degreesOfFreedom: freedom), let last = points.last?.x,
        let line = censoredLine(points)
    else { return nil }
    let error = line.slopeError * (Double(points.count) / freedom).squareRoot() * t
    let middle = points.reduce(0) { $0 + $1.x } / Double(points.count)
    let height = line.intercept + line.slope * middle
    func crossing(_ slope: Double) -> Double? {
        guard slope < 0 else { return nil }
        let day = middle + (log10(level) - height) / slope
        return day.isFinite ? day : nil
    }
    func at(_ slope: Double) -> Double { pow(10, height + slope * (last + ahead - middle)) }
    let projected = pow(10, line.intercept + line.slope * (last + ahead))
    guard projected.isFinite, error.isFinite, at(line.slope + error).isFinite else { return nil }
    return Forecast(
        slope: line.slope, slopeUpper: line.slope + error, points: line.n, belowLLOQ: line.n - line.quantified,
        day: last + ahead,
        projected: projected, projectedLow: at(line.slope - error), projectedHigh: at(line.slope + error),
        crossing: crossing(line.slope),
        crossingEarliest: crossing(line.slope - error),
        crossingLatest: crossing(line.slope + error))
}
