// The instrument's own Cq stands beside ours; a difference is worth a look at the curve.
import Assay

struct InstrumentAgreement: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        let compared = plate.targets.flatMap(\.group.counted).filter {
            $0.reaction.amplification != nil && $0.reaction.instrumentCq != nil && $0.result.cq != nil
        }
        guard !compared.isEmpty else { return [] }
        let differ = compared.filter { $0.flags.contains(.instrumentDiffers) }
        let limit = plain(plate.settings.cqDifferenceMax, digits: 2)
        return [
            QualityFinding(
                rule: "instrument.cq", status: differ.isEmpty ? .pass : .warn,
                detail: differ.isEmpty
                    ? "Our Cq and the instrument's agree within \(limit) cycles in all \(compared.count) wells."
                    : "Our Cq and the instrument's differ by more than \(limit) cycles in \(differ.count) of \(compared.count) wells: \(wells(differ)).")
        ]
    }
}
