// A run of which a part is missing may look whole: its standards or controls may be what is missing.
import Assay

struct Completeness: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        guard let missing = plate.run.incomplete else {
            return [QualityFinding(rule: "completeness", status: .pass, detail: "The file is complete.")]
        }
        return [QualityFinding(rule: "completeness", status: .fail, detail: "The file is not complete: \(missing)")]
    }
}
