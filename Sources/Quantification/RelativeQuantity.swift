// Relative quantity against the calibrator sample, normalised to the reference gene.
import Foundation
import Assay

/// 2^-ΔΔCq (Livak and Schmittgen, Methods 2001, 25, 402): ΔCq = Cq(target) − Cq(reference) of one sample, ΔΔCq = ΔCq(sample) − ΔCq(calibrator).
func relativeQuantity(deltaCq: Double, calibratorDeltaCq: Double) -> Double? { pow(2, -(deltaCq - calibratorDeltaCq)).finite }

/// ΔCq of one sample; nil where the target did not amplify or the reference is not adequate.
func deltaCq(_ sample: SampleGroup, reference: ReferenceVerdict) -> Double? {
    let cqs = sample.counted.compactMap(\.countedCq)
    guard !cqs.isEmpty, !sample.isDoubled, case .adequate(let referenceCq) = reference else { return nil }
    return cqs.reduce(0, +) / Double(cqs.count) - referenceCq
}

/// ΔCq of the configured calibrator on this plate; nil without one.
func calibratorDeltaCq(_ samples: [SampleGroup], references: ReferenceVerdicts, settings: AssaySettings) -> Double? {
    guard let name = settings.calibrator.map({ AssaySettings.folded($0) }), !name.isEmpty else { return nil }
    return samples.first { ($0.type == .unknown || $0.type == .positive) && AssaySettings.folded($0.name) == name }
        .flatMap { deltaCq($0, reference: references[$0.key]) }
}
