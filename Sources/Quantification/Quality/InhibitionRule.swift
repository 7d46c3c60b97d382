// A sample whose reaction is held back reads too low: it is withheld, never "low copies".
import Assay

struct InhibitionRule: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] {
        let inhibition = plate.inhibition
        guard inhibition.judged > 0 else { return [] }
        return [
            QualityFinding(
                rule: "inhibition", status: inhibition.names.isEmpty ? .pass : .warn,
                detail: inhibition.names.isEmpty
                    ? "No sample shows inhibition." : "Inhibition suspected: \(list(inhibition.names)). Their values are withheld; dilute or extract again.")
        ]
    }
}
