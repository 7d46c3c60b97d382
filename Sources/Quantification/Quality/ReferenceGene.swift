// The reference gene must have been measured beside every sample, and early enough.
import Assay

struct ReferenceGene: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        let genes = plate.settings.targets.filter { $0.role == .reference }.map(\.name)
        guard !genes.isEmpty, !plate.assayTargets.isEmpty else { return [] }
        guard plate.targets.contains(where: { $0.group.role == .reference && $0.isOccupied }) else {
            return [
                QualityFinding(
                    rule: "reference.present", status: .warn,
                    detail: "The plate carries no reference gene (\(list(genes))): samples without copies cannot be told from samples without DNA.")
            ]
        }
        let inadequate = plate.samples.filter { sample in
            sample.flags.contains(.inadequateReference) && plate.assayTargets.contains { $0.group.name == sample.target }
        }
        return [
            QualityFinding(
                rule: "reference.adequate", status: inadequate.isEmpty ? .pass : .warn,
                detail: inadequate.isEmpty
                    ? "The reference gene is adequate for every sample that needs it."
                    : "Inadequate samples: \(list(inadequate.map(\.name))). Extract the DNA again; their values are withheld.")
        ]
    }
}
