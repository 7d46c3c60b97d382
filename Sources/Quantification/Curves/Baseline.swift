public import Assay
import Foundation

/// What a curve shows without product, for drawing: a level, and a slope where the engine took a drift out. The Cq does
/// not rest on it.
public struct Baseline: Hashable, Sendable {
    /// At the curve's first cycle, in its own units.
    public let level: Double
    /// Fluorescence a cycle.
    public let slope: Double

    /// The cycles that still settle, and how many of a curve without amplification tell its level.
    private static let settling = 2, quiet = 8
    private static let pointsMin = 4

    /// Least squares of a level and an exponential of the called efficiency over the cycles until the Cq; without a Cq,
    /// or with too few cycles before it, the median of the first quiet cycles. Nil where no cycle has a value.
    public init?(_ curve: AmplificationCurve, _ result: CqResult) {
        let drifts = result.flags.contains(.baselineDrift)
        slope = drifts ? (result.shape.flatMap { shape in shape.baselineSlope.map { $0 * shape.plateau } } ?? 0) : 0
        let slope = self.slope
        let points = curve.fluorescence.enumerated().filter(\.element.isFinite)
            .map { (cycle: Double(curve.firstCycle + $0.offset), value: $0.element - slope * Double($0.offset)) }
        guard !points.isEmpty else { return nil }
        let settled = points.count > Self.settling + Self.pointsMin ? points.dropFirst(Self.settling) : points[...]
        if let cq = result.cq,
            let level = Self.fitted(settled.filter { $0.cycle < cq }, cq: cq, efficiency: result.efficiency ?? 2)
        {
            self.level = level
        } else {
            let before = settled.filter { $0.cycle < result.cq ?? .infinity }
            let values = (before.isEmpty ? settled.prefix(1) : before.prefix(Self.quiet)).map(\.value).sorted()
            level = (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
        }
    }

    private static func fitted(_ points: [(cycle: Double, value: Double)], cq: Double, efficiency: Double) -> Double? {
        guard points.count >= pointsMin, efficiency > 1.2 else { return nil }
        var n = 0.0, sx = 0.0, sy = 0.0, sxx = 0.0, sxy = 0.0
        for (cycle, value) in points {
            let x = pow(efficiency, cycle - cq)
            n += 1
            sx += x
            sy += value
            sxx += x * x
            sxy += x * value
        }
        let determinant = n * sxx - sx * sx
        guard determinant > 0 else { return nil }
        let level = (sxx * sy - sx * sxy) / determinant
        return level.isFinite ? level : nil
    }

    /// The curve without it; NaN stays NaN.
    public func removed(from curve: AmplificationCurve) -> [Double] {
        curve.fluorescence.enumerated().map { $1.isFinite ? $1 - level - slope * Double($0) : .nan }
    }
}
