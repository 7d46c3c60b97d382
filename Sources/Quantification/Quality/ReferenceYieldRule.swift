// Samples with much less or much more DNA than the plate's others: their copies a microlitre are off by as much.
import Assay

struct ReferenceYieldRule: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        let yields = plate.yields
        guard yields.judged > 0, !plate.assayTargets.isEmpty else { return [] }
        let shown = yields.sentences.prefix(Self.shownMax).joined(separator: "; "), more = yields.sentences.count - Self.shownMax
        return [
            QualityFinding(
                rule: "reference.yield", status: yields.sentences.isEmpty ? .pass : .warn,
                detail: yields.sentences.isEmpty
                    ? "By the reference gene every sample holds about as much DNA as the others."
                    : "The amount of DNA is unusual: \(shown)\(more > 0 ? "; and \(more) more" : ""). "
                        + "Their copies a microlitre are off by as much; measure the DNA or extract again.")
        ]
    }

    private static let shownMax = 8
}
