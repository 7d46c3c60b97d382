// Wells that nothing can be said of: no readable curve, or two results for one target in one well.
import Assay

struct ReadableWells: QualityRule {
    static let description = RuleDescription(
        id: "wells", name: "readable wells",
        fires:
            "no well holds a sample, no curve could be read, a well has two results for one target, or the run "
            + "is a melt alone: fails; some unreadable wells, or a file without curves: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Check the plate's set-up and export the run again.",
        evidence: "nothing can be said of such wells",
        source: RuleDescription.project)

    func findings(on plate: Plate) -> [QualityFinding] {
        let occupied = plate.targets.flatMap(\.group.reactions).filter { $0.reaction.sampleType != .unused }
        guard !occupied.isEmpty else {
            return [
                QualityFinding(
                    rule: "wells.readable", status: .fail,
                    detail: "No well of the plate holds a sample; check the plate's set-up.")
            ]
        }
        let melts = occupied.filter { $0.flags.contains(.meltOnly) }
        guard melts.count < occupied.count else {
            return [
                QualityFinding(
                    rule: "wells.melt_only", status: .fail,
                    detail: "The run is a melt without an amplification: nothing in it can be quantified.")
            ]
        }
        let invalid = occupied.filter { $0.call == .invalid && !$0.reaction.excluded }
        let doubled = occupied.filter { $0.flags.contains(.duplicatePosition) }
        var findings = [
            QualityFinding(
                rule: "wells.readable",
                status: invalid.isEmpty ? .pass : invalid.count == occupied.count ? .fail : .warn,
                detail: invalid.isEmpty
                    ? "Every well could be read."
                    : "\(invalid.count) of \(occupied.count) wells could not be read: \(wells(invalid)).")
        ]
        if !doubled.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "wells.duplicate", status: .fail,
                    detail:
                        "The file holds two results for one target in one well: \(wells(doubled)). None of them "
                        + "counts; export the run again."
                ))
        }
        if plate.run.reactions.allSatisfy({ $0.amplification == nil }) {
            findings.append(
                QualityFinding(
                    rule: "wells.curves", status: .warn,
                    detail: "The file carries no curves: every Cq is the instrument's and could not be checked."))
        }
        return findings
    }
}

/// Labels of wells in plate order, each once.
func wells(_ reactions: [CalledReaction]) -> String {
    list(Set(reactions.map(\.reaction.position)).sorted().map(\.label))
}
