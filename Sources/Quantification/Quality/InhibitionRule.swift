// A sample whose reaction is held back reads too low: it is withheld, never "low copies".
import Assay

struct InhibitionRule: QualityRule {
    static let description = RuleDescription(
        id: "inhibition", name: "inhibition",
        fires:
            "a reference gene \(plain(usual.inhibitionCyclesMin, digits: 0)) cycles later than the plate's "
            + "median with a plateau below \(percent(usual.inhibitionPlateauShareMax)) of it, or a neat sample "
            + "more than \(plain(usual.inhibitionDilutionCyclesMax, digits: 0)) cycle later than its dilution "
            + "foretells: the sample is withheld",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Dilute the sample or extract the DNA again.",
        thresholds: [
            .init("assay.quality.inhibitionCyclesMin", usual.inhibitionCyclesMin),
            .init("assay.quality.inhibitionPlateauShareMax", usual.inhibitionPlateauShareMax),
            .init("assay.quality.inhibitionDilutionCyclesMax", usual.inhibitionDilutionCyclesMax),
        ],
        evidence: "an inhibited reaction reads low",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        let inhibition = plate.inhibition
        guard inhibition.judged > 0 else { return [] }
        return [
            QualityFinding(
                rule: "inhibition", status: inhibition.names.isEmpty ? .pass : .warn,
                detail: inhibition.names.isEmpty
                    ? "No sample shows inhibition."
                    : "Inhibition suspected: \(list(inhibition.names)). Their values are withheld; dilute or extract "
                        + "again."
            )
        ]
    }
}
