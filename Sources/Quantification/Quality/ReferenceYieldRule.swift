// Samples with much less or much more DNA than the plate's others: their copies a microlitre are off by as much.
import Assay

struct ReferenceYieldRule: QualityRule {
    static let description = RuleDescription(
        id: "reference.yield", name: "amount of DNA",
        fires:
            "a sample's reference gene shows \(plain(usual.referenceYieldFoldMax)) times less or more DNA than the "
            + "median of "
            + "the plate's other samples, and lies more than three of their standard deviations away: warns, and "
            + "alerts on the sample say so",
        hears: "whoever reads the run's report, and whoever hears of an alert on the sample",
        advice: "Measure the DNA or extract it again.",
        thresholds: [.init("assay.quality.referenceYieldFoldMax", usual.referenceYieldFoldMax)],
        evidence: "an eighth of the DNA reads like an eighth of the copies",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        let yields = plate.yields
        guard yields.judged > 0, !plate.assayTargets.isEmpty else { return [] }
        let shown = yields.sentences.prefix(Self.shownMax).joined(separator: "; "),
            more = yields.sentences.count - Self.shownMax
        return [
            QualityFinding(
                rule: "reference.yield", status: yields.sentences.isEmpty ? .pass : .warn,
                detail: yields.sentences.isEmpty
                    ? "By the reference gene every sample holds about as much DNA as the others."
                    : "The amount of DNA is unusual: \(shown)\(more > 0 ? "; and \(more) more" : ""). "
                        + "Copies per microlitre are too high or too low by the same factor; measure the DNA or extract again."
            )
        ]
    }

    private static let shownMax = 8
}
