// A standard curve answers for samples whose curves look like the standards'. Where a sample ends at another plateau,
// its curve does not say whether the optics or the chemistry made it so, and the two read the Cq apart; where its
// baseline slopes otherwise, a straight line was taken out that is not quite straight. Either is said, and the interval
// reaches as far as it leaves open.
import Assay
import Foundation

enum LikenessLimits {
    /// Amplified standards of the target from which likeness is judged.
    static let standardsMin = 6
    /// How far a curve's ln plateau lies from the standards' before it counts, and the scatter that standards have at
    /// the least.
    static let plateau = 0.2, plateauScatterMin = 0.05
    /// The same of the baseline's slope, plateaus a cycle.
    static let slope = 0.0005, slopeScatterMin = 0.0001
    /// In standard deviations of the standards.
    static let standardDeviations = 3.0
    /// How much of what taking a slope out moved may be wrong, because no drift is quite straight: simulated plates
    /// keep a twentieth.
    static let bentShare = 0.1
}

/// What the curves of a target's standards look like.
struct StandardsLikeness {
    private let plateau: (level: Double, perCycle: Double, scatter: Double)
    private let cycles: ClosedRange<Double>
    private let cycleMean: Double
    private let slope: (middle: Double, scatter: Double)?

    /// Nil where too few of them amplified to their plateau.
    init?(_ standards: [CqResult]) {
        let points = standards.compactMap { result -> (cq: Double, logPlateau: Double)? in
            guard result.call == .positive, !result.flags.contains(.noPlateau), let cq = result.cq,
                let shape = result.shape
            else { return nil }
            return (cq, log(shape.plateau))
        }
        let cqs = points.map(\.cq)
        guard points.count >= LikenessLimits.standardsMin, let first = cqs.min(), let last = cqs.max() else {
            return nil
        }
        // Late curves end lower by nature: least squares on the Cq, which samples outside the standards' Cq take from
        // its nearer end.
        let n = Double(points.count), cqMean = cqs.reduce(0, +) / n, level = points.reduce(0) { $0 + $1.logPlateau } / n
        let spread = points.reduce(0) { $0 + ($1.cq - cqMean) * ($1.cq - cqMean) }
        let perCycle = spread > 0 ? points.reduce(0) { $0 + ($1.cq - cqMean) * ($1.logPlateau - level) } / spread : 0
        let rest = points.reduce(0) { sum, point in
            let residual = point.logPlateau - level - perCycle * (point.cq - cqMean)
            return sum + residual * residual
        }
        plateau = (level, perCycle, max((rest / (n - 2)).squareRoot(), LikenessLimits.plateauScatterMin))
        cycles = first...last
        cycleMean = cqMean
        let slopes = standards.compactMap { $0.call == .positive ? $0.shape?.baselineSlope : nil }
        if slopes.count >= LikenessLimits.standardsMin {
            let middle = median(slopes)
            slope = (middle, max(1.4826 * median(slopes.map { abs($0 - middle) }), LikenessLimits.slopeScatterMin))
        } else {
            slope = nil
        }
    }

    /// Cycles² between reading the Cq at the curve's own plateau and at the standards', either as likely; nil where the
    /// plateau is like theirs or not in view.
    func plateauVariance(_ result: CqResult) -> Double? {
        guard !result.flags.contains(.noPlateau), let cq = result.cq, let shape = result.shape,
            let efficiency = result.efficiency, efficiency > 1
        else { return nil }
        let usual = plateau.level + plateau.perCycle * (min(max(cq, cycles.lowerBound), cycles.upperBound) - cycleMean)
        let apart = log(shape.plateau) - usual
        guard abs(apart) > max(LikenessLimits.plateau, LikenessLimits.standardDeviations * plateau.scatter) else {
            return nil
        }
        let moved = apart / log(efficiency)
        return (moved * moved / 2).finite
    }

    /// Cycles² that a slope unlike the standards' leaves open; nil where it is like theirs.
    func slopeVariance(_ result: CqResult) -> Double? {
        guard let slope, let own = result.shape?.baselineSlope, let cqPerSlope = result.shape?.cqPerSlope else {
            return nil
        }
        let apart = own - slope.middle
        guard abs(apart) > max(LikenessLimits.slope, LikenessLimits.standardDeviations * slope.scatter) else {
            return nil
        }
        let moved = LikenessLimits.bentShare * apart * cqPerSlope
        return (moved * moved).finite
    }
}

extension TargetGroup {
    /// Holds every amplified curve that is no standard against the standards.
    mutating func judgeLikeness() {
        guard let likeness = StandardsLikeness(counted(.standard).map(\.result)) else { return }
        for index in reactions.indices
        where reactions[index].countedCq != nil && reactions[index].reaction.sampleType != .standard {
            if let variance = likeness.plateauVariance(reactions[index].result) {
                reactions[index].insert(.plateauMismatch)
                reactions[index].systematicVariance += variance
            }
            if let variance = likeness.slopeVariance(reactions[index].result) {
                reactions[index].insert(.baselineMismatch)
                reactions[index].systematicVariance += variance
            }
        }
    }
}
