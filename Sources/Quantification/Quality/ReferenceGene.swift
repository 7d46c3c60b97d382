// The reference gene must have been measured beside every sample, and early enough.
import Assay

struct ReferenceGene: QualityRule {
    static let description = RuleDescription(
        id: "reference", name: "reference gene",
        fires:
            "none on the plate, or missing beside a sample: warns; later than Cq "
            + "\(plain(usual.referenceCqMax, digits: 0)), or none: the sample is withheld as inadequate",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Extract the DNA again; measure the reference gene with the repeat.",
        thresholds: [.init("assay.quality.referenceCqMax", usual.referenceCqMax)],
        evidence: "too little DNA reads like low copies",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        let genes = plate.settings.targets.filter { $0.role == .reference }.map(\.name)
        guard !genes.isEmpty, !plate.assayTargets.isEmpty else { return [] }
        guard plate.targets.contains(where: { $0.group.role == .reference && $0.isOccupied }) else {
            return [
                QualityFinding(
                    rule: "reference.present", status: .warn,
                    detail:
                        "The plate carries no reference gene (\(list(genes))): samples without copies cannot be told "
                        + "from samples without DNA."
                )
            ]
        }
        func names(_ flag: Flag) -> [String] {
            plate.samples.filter { sample in
                sample.flags.contains(flag) && plate.assayTargets.contains { $0.group.name == sample.target }
            }.map(\.name)
        }
        let (inadequate, missing) = (names(.inadequateReference), names(.referenceMissing))
        let faults = [
            inadequate.isEmpty
                ? nil : "Inadequate samples: \(list(inadequate)). Extract the DNA again; their values are withheld.",
            missing.isEmpty
                ? nil
                : "No reference gene was measured beside \(list(missing)): a low value of theirs cannot be told from "
                    + "too little DNA. Measure it with the repeat.",
        ].compactMap(\.self)
        return [
            QualityFinding(
                rule: "reference.adequate", status: faults.isEmpty ? .pass : .warn,
                detail: faults.isEmpty
                    ? "The reference gene is adequate for every sample that needs it." : faults.joined(separator: " "))
        ]
    }
}
