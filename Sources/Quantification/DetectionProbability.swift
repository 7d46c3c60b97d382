// The quantity that is detected in 95 % of reactions, with its confidence interval, from all levels together.
import Assay
import Foundation

/// Detected and run replicates by quantity: P(detected) = 1 − exp(−(λ·quantity)^b).
///
/// b = 1 is the Poisson distribution of molecules over reactions, and nothing is steeper than counting them; pipetting,
/// losses and inhibition make it shallower. This is a complementary log-log regression on ln quantity (M. Burns and H.
/// Valdivia, Eur Food Res Technol 2008, 226, 1513), with its slope held in `steepness`. The interval is that of the
/// profile likelihood: the quantities q95 that the data do not reject at 5 % under any slope. It is finite where a
/// binomial regression has no estimate, because every level is detected throughout or not at all.
struct DetectionProbability {
    private let levels: [(logQuantity: Double, detected: Double, missed: Double)]

    private static let steepness = 0.2...1.0
    /// ln(−ln(1 − share)): where the curve stands at q95.
    private let atShare: Double
    /// Half the 95 % quantile of χ² with one degree of freedom.
    private static let likelihoodDrop = 3.8414588206941 / 2
    /// How far beyond the levels a limit is looked for: a factor of 1000.
    private static let reach = 3 * log(10.0)
    private static let steps = 60

    init(_ levels: [DilutionLevel], share: Double) {
        self.levels = levels.map { (log($0.quantity), Double($0.cqs.count), Double($0.replicates - $0.cqs.count)) }
        atShare = log(-log(1 - share))
    }

    /// Nil where nothing was detected. Without a replicate that was missed only the upper bound is known.
    func quantity() -> DetectionLimits.Estimate? {
        guard let lowest = levels.map(\.logQuantity).min(), let highest = levels.map(\.logQuantity).max(),
            levels.contains(where: { $0.detected > 0 })
        else {
            return nil
        }
        let range = (lowest - Self.reach)...(highest + Self.reach)
        let best = Self.maximum(in: range, profile)
        let limit = profile(best) - Self.likelihoodDrop
        let low = crossing(from: range.lowerBound, to: best, limit),
            high = crossing(from: range.upperBound, to: best, limit)
        let isBounded = levels.contains { $0.missed > 0 }
        return DetectionLimits.Estimate(
            quantity: isBounded ? exp(best) : nil, low: isBounded ? low.map { exp($0) } : nil,
            high: high.map { exp($0) })
    }

    /// Log likelihood at a ln q95, under the slope that fits it best. Its superlevel sets are intervals: the likelihood
    /// is concave in intercept and slope.
    private func profile(_ logQ95: Double) -> Double {
        likelihood(logQ95, Self.maximum(in: Self.steepness) { likelihood(logQ95, $0) })
    }

    private func likelihood(_ logQ95: Double, _ slope: Double) -> Double {
        levels.reduce(0) { sum, level in
            let molecules = exp(min(atShare + slope * (level.logQuantity - logQ95), 50))
            return sum - level.missed * molecules
                + (level.detected > 0 ? level.detected * log(max(-expm1(-molecules), .leastNormalMagnitude)) : 0)
        }
    }

    /// Golden section; the function rises to one maximum.
    private static func maximum(in range: ClosedRange<Double>, _ value: (Double) -> Double) -> Double {
        let ratio = (5.0.squareRoot() - 1) / 2
        var low = range.lowerBound, high = range.upperBound
        var left = high - ratio * (high - low), right = low + ratio * (high - low)
        var atLeft = value(left), atRight = value(right)
        for _ in 0..<steps {
            if atLeft >= atRight {
                (high, right, atRight) = (right, left, atLeft)
                left = high - ratio * (high - low)
                atLeft = value(left)
            } else {
                (low, left, atLeft) = (left, right, atRight)
                right = low + ratio * (high - low)
                atRight = value(right)
            }
        }
        // The bound itself is a maximum that the section only nears.
        return [range.lowerBound, (low + high) / 2, range.upperBound].max { value($0) < value($1) } ?? low
    }

    /// Where the profile crosses the limit between an outer point and the maximum; nil where the outer point is not
    /// rejected either.
    private func crossing(from outer: Double, to best: Double, _ limit: Double) -> Double? {
        guard profile(outer) < limit else { return nil }
        var outside = outer, inside = best
        for _ in 0..<Self.steps {
            let middle = (outside + inside) / 2
            if profile(middle) < limit { outside = middle } else { inside = middle }
        }
        return inside
    }
}
