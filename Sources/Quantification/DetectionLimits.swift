// What an assay can see and what it can count, from many replicates of a dilution series: the validation behind `assay.lloq`.
public import Assay
import Foundation

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

/// Limits of detection and quantification of an assay (Klymus, Merkes et al., Environmental DNA 2020, 2, 271).
public struct DetectionLimits: Hashable, Sendable {
    /// Of the line through the levels that are detected throughout.
    public let slope: Double
    public let intercept: Double
    /// Lowest level with at least `detectionShareMin` (95 %) detection and no higher level below it; nil where there is none.
    public let lod: Double?
    /// Lowest level at or above the LOD whose quantities have a coefficient of variation of at most `quantificationCVMax` (35 %), and none higher above it.
    public let loq: Double?
}

/// LOD and LOQ by discrete thresholds. Nil where fewer than two levels are detected throughout or give no falling line.
///
/// The line is the unweighted one of the published method. CV of a quantity from the scatter of its Cq: √(E^(SD²·ln E) − 1), E = 10^(−1/slope).
public func detectionLimits(_ levels: [DilutionLevel], _ limits: QualityLimits = QualityLimits()) -> DetectionLimits? {
    let sorted = levels.filter { $0.quantity > 0 && $0.quantity.isFinite && $0.replicates > 0 }.sorted { $0.quantity > $1.quantity }
    let detected = sorted.prefix { Double($0.cqs.count) >= limits.detectionShareMin * Double($0.replicates) }
    let points = detected.flatMap { level in
        level.cqs.map { CalibrationPoint(logQuantity: log10(level.quantity), cq: $0, molecules: nil) }
    }
    guard let fit = WeightedLine(points, ratio: 0, lowest: 0), fit.slope < 0 else { return nil }
    let cyclesPerE = -fit.slope / log(10.0)
    let counted = detected.prefix { level in
        let standard = StandardLevel(quantity: level.quantity, cqs: level.cqs, negatives: 0, invalid: 0, excluded: 0)
        return standard.coefficientOfVariation(cyclesPerE: cyclesPerE).map { $0 <= limits.quantificationCVMax } ?? false
    }
    return DetectionLimits(slope: fit.slope, intercept: fit.intercept, lod: detected.last?.quantity, loq: counted.last?.quantity)
}
