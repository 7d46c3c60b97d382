// A positive control shows that the reaction works at all. It is optional, but if it is there it must amplify.
import Assay

struct PositiveControl: QualityRule {
    static let description = RuleDescription(
        id: "positive_control", name: "positive control",
        fires: "a positive control that does not amplify: fails; none on the plate: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Repeat the run.",
        evidence: "it shows that the reaction works at all",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        plate.assayTargets.map { target in
            let name = printable(target.group.name)
            let controls = target.group.counted(.positive)
            let silent = controls.filter { $0.countedCq == nil }
            if controls.isEmpty {
                return QualityFinding(
                    rule: "positive_control", status: .warn, detail: "The plate carries no positive control of \(name)."
                )
            }
            if !silent.isEmpty {
                return QualityFinding(
                    rule: "positive_control", status: .fail,
                    detail:
                        "Positive controls of \(name) did not amplify: \(wells(silent)). The reaction failed, or the "
                        + "control was not pipetted; repeat the run."
                )
            }
            return QualityFinding(
                rule: "positive_control", status: .pass, detail: "Every positive control of \(name) amplified.")
        }
    }
}
