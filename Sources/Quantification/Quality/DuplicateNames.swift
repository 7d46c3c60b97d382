// One name on two samples is what a mix-up looks like.
import Assay

struct DuplicateNames: QualityRule {
    static let description = RuleDescription(
        id: "samples.names", name: "one name on two samples",
        fires: "one name on two sample ids within one target: they are withheld",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Find out which is which and correct the names.",
        evidence: "a mix-up looks like this",
        source: RuleDescription.project)

    func findings(on plate: Plate) -> [QualityFinding] {
        let doubled = plate.samples.filter { $0.flags.contains(.duplicateSampleName) }
        guard !doubled.isEmpty else {
            return [QualityFinding(rule: "samples.names", status: .pass, detail: "Every sample has a name of its own.")]
        }
        return [
            QualityFinding(
                rule: "samples.names", status: .warn,
                detail: "Different samples carry one name: \(list(doubled.map { "\($0.name) (\($0.target))" })). "
                    + "Their values are withheld; find out which is which and correct the names.")
        ]
    }
}
