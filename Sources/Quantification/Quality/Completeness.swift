// A run of which a part is missing may look whole: its standards or controls may be what is missing.
import Assay

struct Completeness: QualityRule {
    static let description = RuleDescription(
        id: "completeness", name: "completeness",
        fires: "the file is not complete: fails",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Export the run again.",
        evidence: "what is missing may be a standard or a control",
        source: RuleDescription.project)

    func findings(on plate: Plate) -> [QualityFinding] {
        guard let missing = plate.run.incomplete else {
            return [QualityFinding(rule: "completeness", status: .pass, detail: "The file is complete.")]
        }
        return [QualityFinding(rule: "completeness", status: .fail, detail: "The file is not complete: \(missing)")]
    }
}
