// Relative quantity against the calibrator sample, normalised to the reference gene.
import Foundation
import Statistics
import Assay

/// 2^-ΔΔCq (Livak and Schmittgen, Methods 2001, 25, 402): ΔCq = Cq(target) − Cq(reference) of one sample, ΔΔCq =
/// ΔCq(sample) − ΔCq(calibrator).
func relativeQuantity(deltaCq: Double, calibratorDeltaCq: Double) -> Double? {
    pow(2, -(deltaCq - calibratorDeltaCq)).finite
}

/// ΔCq of one sample; nil where the target did not amplify or the reference is not adequate.
func deltaCq(_ sample: SampleGroup, reference: ReferenceVerdict) -> Double? {
    let cqs = sample.counted.compactMap(\.countedCq)
    guard !cqs.isEmpty, !sample.isDoubled, case .adequate(let referenceCq) = reference else { return nil }
    return cqs.reduce(0, +) / Double(cqs.count) - referenceCq
}

/// The configured calibrator on this plate and its ΔCq; nil without one.
func calibratorDeltaCq(_ samples: [SampleGroup], references: ReferenceVerdicts, settings: AssaySettings) -> (
    sample: SampleGroup, deltaCq: Double
)? {
    guard let name = settings.calibrator.map({ AssaySettings.folded($0) }), !name.isEmpty else { return nil }
    return samples.first { ($0.type == .unknown || $0.type == .positive) && AssaySettings.folded($0.name) == name }
        .flatMap { sample in deltaCq(sample, reference: references[sample.key]).map { (sample, $0) } }
}

/// The two ways of stating a sample against the calibrator.
struct RelativeQuantity {
    /// 2^-ΔΔCq: both genes are taken to double in each cycle.
    var livak: Double?
    /// Each gene with the efficiency of its own standard curve.
    var pfaffl: Double?
}

/// The reference genes of a plate: the efficiency of each one's standard curve, and its mean Cq in each sample.
struct ReferenceGenes {
    private var genes: [(efficiency: Double?, cqs: [SampleKey: Double])] = []

    init(_ targets: [(PlateTarget, [SampleGroup])]) {
        for (target, samples) in targets where target.group.role == .reference && target.isOccupied {
            let cqs = samples.filter { $0.type == .unknown || $0.type == .positive }.compactMap { sample in
                mean(sample.counted.compactMap(\.countedCq)).map { (sample.key, $0) }
            }
            genes.append((target.curveEfficiency, Dictionary(cqs) { first, _ in first }))
        }
    }

    /// E(target)^ΔCq(target) / E(reference)^ΔCq(reference), each ΔCq = Cq(calibrator) − Cq(sample) (M. W. Pfaffl,
    /// Nucleic Acids Res 2001, 29, e45); of several reference genes the geometric mean (Hellemans et al., Genome Biol
    /// 2007, 8, R19). Nil where a gene lacks a usable standard curve or did not amplify.
    func pfafflRatio(of sample: SampleGroup, to calibrator: SampleGroup, target: PlateTarget) -> Double? {
        guard !genes.isEmpty, let efficiency = target.curveEfficiency,
            let own = mean(sample.counted.compactMap(\.countedCq)),
            let base = mean(calibrator.counted.compactMap(\.countedCq))
        else { return nil }
        let measured = genes.filter { $0.cqs[sample.key] != nil || $0.cqs[calibrator.key] != nil }
        let logs = measured.compactMap { gene -> Double? in
            guard let efficiency = gene.efficiency, let cq = gene.cqs[sample.key], let base = gene.cqs[calibrator.key]
            else { return nil }
            return log(efficiency) * (base - cq)
        }
        guard logs.count == measured.count, let reference = mean(logs) else { return nil }
        return exp(log(efficiency) * (base - own) - reference).finite
    }
}

extension PlateTarget {
    /// Amplification factor a cycle, by a standard curve that quantities may be read off; nil without one.
    fileprivate var curveEfficiency: Double? { calibration?.range == nil ? nil : calibration?.fit?.efficiency.finite }
}
