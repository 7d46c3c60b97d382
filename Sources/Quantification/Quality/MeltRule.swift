// A melt is evidence of what was amplified. It is optional.
import Assay

struct MeltRule: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        guard !plate.assayTargets.isEmpty, !plate.targets.contains(where: { $0.group.reactions.contains { $0.reaction.melt != nil } }) else { return [] }
        return [QualityFinding(rule: "melt", status: .warn, detail: "The run has no melt: the identity of the products is not checked.")]
    }
}
