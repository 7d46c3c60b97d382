// Relative quantities need their calibrator on the same plate.
import Assay

struct CalibratorRule: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        guard let calibrator = plate.settings.calibrator, !plate.assayTargets.isEmpty else { return [] }
        if plate.samples.contains(where: { $0.relative != nil }) {
            return [QualityFinding(rule: "relative.calibrator", status: .pass, detail: "Relative quantities are against \(printable(calibrator)).")]
        }
        return [
            QualityFinding(
                rule: "relative.calibrator", status: .warn,
                detail: "No relative quantities: the calibrator \(printable(calibrator)) is not on the plate with both genes amplified.")
        ]
    }
}
