// What kinetics are made of: one value a sampling day, in any unit.

public struct SeriesPoint: Hashable, Sendable, Codable {
    /// Days after the infusion.
    public var day: Double
    /// Nil is below the LLOQ. So is a value under `lloq`, and 0.
    public var copies: Double?
    public var lloq: Double?

    public init(day: Double, copies: Double?, lloq: Double? = nil) {
        self.day = day
        self.copies = copies
        self.lloq = lloq
    }
}

/// More points than this are no patient's series; the rest is passed over with a flag.
public let seriesPointsMax = 10_000

/// More copies, or days further from the infusion, are no measurement: areas and slopes stay finite.
private let copiesMax = 1e30
private let daysMax = 1e6

/// A series that can be computed with: finite, in day order, one point a day, below the LLOQ as 0.
struct Profile {
    struct Point {
        var day: Double
        /// 0 below the LLOQ.
        var copies: Double
        var lloq: Double?
        var quantified: Bool { copies > 0 }
    }
    var points: [Point] = []
    var flags: Set<KineticsFlag> = []

    /// Samples before the infusion say only what day 0 was like where day 0 itself was not sampled.
    init(_ series: [SeriesPoint]) {
        if series.count > seriesPointsMax { flags.insert(.tooManyPoints) }
        var days: [Double: [Point]] = [:]
        for point in series.prefix(seriesPointsMax) {
            guard point.day.isFinite, point.day.magnitude <= daysMax,
                point.copies.map({ (0...copiesMax).contains($0) }) ?? true,
                point.lloq.map({ (0...copiesMax).contains($0) }) ?? true
            else {
                flags.insert(.unusablePoint)
                continue
            }
            let quantified = point.copies.flatMap { $0 > 0 && $0 >= (point.lloq ?? 0) ? $0 : nil }
            days[point.day, default: []].append(Point(day: point.day, copies: quantified ?? 0, lloq: point.lloq))
        }
        if days.values.contains(where: { $0.count > 1 }) { flags.insert(.repeatedDay) }
        let all = days.sorted { $0.key < $1.key }.map { Self.joined($0.value) }
        points = all.filter { $0.day >= 0 }
        if points.first?.day != 0, let before = all.last(where: { $0.day < 0 }), !before.quantified {
            points.insert(Point(day: 0, copies: 0, lloq: before.lloq), at: 0)
            flags.insert(.dayZeroFromBefore)
        }
    }

    /// Several values of one day: the geometric mean of those that are quantified.
    private static func joined(_ points: [Point]) -> Point {
        let values = points.map(\.copies).filter { $0 > 0 }
        var joined = points[0]
        joined.lloq = points.compactMap(\.lloq).min()
        if points.count > 1 { joined.copies = values.isEmpty ? 0 : geometricMean(values) }
        return joined
    }

    var peak: Point? {
        points.filter(\.quantified).reduce(nil) { best, point in point.copies > best?.copies ?? 0 ? point : best }
    }
    var last: Point? { points.last(where: \.quantified) }
    /// First day below the LLOQ after the last quantified one.
    var belowFrom: Double? {
        guard let last else { return nil }
        return points.first { $0.day > last.day }?.day
    }
}
