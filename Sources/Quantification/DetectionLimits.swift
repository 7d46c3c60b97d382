// What an assay can see and what it can count, from many replicates of a dilution series: the validation behind
// `assay.lloq`.
public import Assay
import Foundation
import Statistics

/// Replicates of one declared quantity: Cq of those that amplified, and how many were run.
public struct DilutionLevel: Hashable, Sendable {
    public let quantity: Double
    public let cqs: [Double]
    public let replicates: Int

    /// - Parameter cqs: values that are not finite count as not amplified.
    public init(quantity: Double, cqs: [Double], replicates: Int) {
        self.quantity = quantity
        self.cqs = cqs.filter(\.isFinite)
        self.replicates = replicates
    }
}

/// LOD and LOQ by discrete thresholds (Klymus, Merkes et al., Environmental DNA 2020, 2, 271), and the quantity
/// detected in 95 % of reactions with its confidence interval. Only levels with at least `detectionReplicatesMin`
/// replicates count: a single well that amplified shows no share of 95 %.
///
/// The line is the unweighted one of the published method. CV of a quantity from the scatter of its Cq: √(E^(SD²·ln E)
/// − 1), E = 10^(−1/slope).
public func detectionLimits(_ levels: [DilutionLevel], _ limits: QualityLimits = QualityLimits()) -> DetectionLimits {
    let sorted = levels.filter { $0.quantity > 0 && $0.quantity.isFinite && $0.replicates > 0 }.sorted {
        $0.quantity > $1.quantity
    }
    func counts(_ level: DilutionLevel) -> Bool { level.replicates >= limits.detectionReplicatesMin }
    let counting = sorted.filter(counts)
    let detected = counting.prefix { Double($0.cqs.count) >= limits.detectionShareMin * Double($0.replicates) }
    let points = detected.flatMap { level in
        level.cqs.map { CalibrationPoint(logQuantity: log10(level.quantity), cq: $0, molecules: nil) }
    }
    let fit = WeightedLine(points, ratio: 0, lowest: 0).flatMap { $0.slope < 0 ? $0 : nil }
    func cv(_ level: DilutionLevel) -> Double? {
        fit.flatMap { coefficientOfVariation(level.cqs, cyclesPerE: -$0.slope / log(10.0))?.finite }
    }
    let counted = detected.prefix { level in cv(level).map { $0 <= limits.quantificationCVMax } ?? false }
    return DetectionLimits(
        slope: fit?.slope, intercept: fit?.intercept, lod: detected.last?.quantity,
        lod95: DetectionProbability(counting, share: limits.detectionShareMin).quantity(), loq: counted.last?.quantity,
        levels: sorted.map { level in
            DetectionLimits.Level(
                quantity: level.quantity, replicates: level.replicates, detected: level.cqs.count,
                counts: counts(level), cq: mean(level.cqs), cv: cv(level))
        })
}
