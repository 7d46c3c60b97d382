// Relative quantities need their calibrator on the same plate.
import Assay

struct CalibratorRule: QualityRule {
    static let description = RuleDescription(
        id: "relative.calibrator", name: "calibrator",
        fires: "a calibrator is configured and is not on the plate with both genes amplified: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Put the calibrator on the plate, or take it out of the configuration.",
        evidence: "a relative quantity is relative to something",
        source: "Livak and Schmittgen, Methods 25, 402, 2001")

    func findings(on plate: Plate) -> [QualityFinding] {
        guard let calibrator = plate.settings.calibrator, !plate.assayTargets.isEmpty else { return [] }
        if plate.samples.contains(where: { $0.relative != nil }) {
            return [
                QualityFinding(
                    rule: "relative.calibrator", status: .pass,
                    detail: "Relative quantities are against \(printable(calibrator)).")
            ]
        }
        return [
            QualityFinding(
                rule: "relative.calibrator", status: .warn,
                detail:
                    "No relative quantities: the calibrator \(printable(calibrator)) is not on the plate with both "
                    + "genes amplified."
            )
        ]
    }
}
