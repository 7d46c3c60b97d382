// Only the assay's own targets make copy numbers for patients. A foreign plate is analysed all the same, and says that
// it is foreign.
import Assay
import Text

struct AssayTargets: QualityRule {
    static let description = RuleDescription(
        id: "assay", name: "assay's targets",
        fires:
            "the plate holds no target of the assay: fails; a target or dye that the assay does not know: "
            + "warns, and never reaches a patient",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Correct the gene names in the instrument's software or the targets in the configuration.",
        evidence: "another assay's copies are another number",
        source: RuleDescription.project)

    func findings(on plate: Plate) -> [QualityFinding] {
        let occupied = plate.targets.filter(\.isOccupied)
        let unknown = occupied.filter { $0.group.role == nil && !$0.group.unknownDye }.map(\.group.name)
        let dyes = occupied.filter(\.group.unknownDye)
        let expected = plate.settings.targets.filter { $0.role == .target }.map(\.name)
        var findings: [QualityFinding] = []
        if plate.assayTargets.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "assay.target", status: .fail,
                    detail:
                        "The plate holds no target of the assay (\(list(expected))), only "
                        + "\(occupied.isEmpty ? "empty wells" : list(occupied.map(\.group.name))). "
                        + meant(unknown, plate.settings)
                        + "Correct the gene names in the instrument's software or the targets in the configuration."))
        } else {
            findings.append(
                QualityFinding(
                    rule: "assay.target", status: .pass,
                    detail: "The plate holds \(list(plate.assayTargets.map(\.group.name)))."))
        }
        if !unknown.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "assay.unknown_target", status: .warn,
                    detail: "Not of the assay: \(list(unknown)). Analysed, but never used for a patient."
                        + suggestions(unknown, plate)))
        }
        if !dyes.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "assay.unknown_dye", status: .warn,
                    detail:
                        "Measured in a dye that the assay does not know: "
                        + "\(list(dyes.map { "\($0.group.name) in \($0.group.dye ?? "no dye")" })). "
                        + "Analysed, but never used for a patient."))
        }
        return findings
    }

    /// Only where the target that is meant is missing.
    private func suggestions(_ unknown: [String], _ plate: Plate) -> String {
        let present = Set(plate.assayTargets.map { AssaySettings.folded($0.group.name) })
        let missing = plate.settings.targets.filter { !present.contains(AssaySettings.folded($0.name)) }
        return unknown.compactMap { name in
            meantTarget(name, among: missing).map {
                " \(printable(name)) is on the plate, \(printable($0)) is not: did you mean \(printable($0))?"
            }
        }.joined()
    }

    private func meant(_ unknown: [String], _ settings: AssaySettings) -> String {
        unknown.compactMap { name in
            meantTarget(name, among: settings.targets.filter { $0.role == .target }).map {
                "\(printable(name)) is on the plate, \(printable($0)) is not: did you mean \(printable($0))? "
            }
        }.joined()
    }
}

/// The assay's target that a name on the plate was meant for; nil where none is near.
func meantTarget(_ name: String, among targets: [AssaySettings.Target]) -> String? {
    let names = targets.flatMap { target in
        ([target.name] + target.aliases).map { (AssaySettings.folded($0), target.name) }
    }
    let near = nearest(to: AssaySettings.folded(name), among: names.map(\.0))
    return names.first { $0.0 == near }?.1
}
