// The instrument's own Cq stands beside ours. Where a Cq lies on its curve is a convention, so the two may differ by a
// constant that the standard curve takes up; a well that differs otherwise than its plate is worth a look. Whether a
// well amplified at all is no convention: where the two contradict each other, the wells are named.
import Assay
internal import Text

struct InstrumentAgreement: QualityRule {
    static let description = RuleDescription(
        id: "instrument", name: "the instrument's own analysis",
        fires:
            "the instrument's call and ours contradict each other, or a well's Cq differs from the "
            + "instrument's by more than \(plain(AssaySettings().cqDifferenceMax, digits: 1)) cycle beyond what "
            + "all wells share: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Look at the curves of these wells before you rely on either.",
        thresholds: [.init("assay.cqDifferenceMax", AssaySettings().cqDifferenceMax)],
        evidence: "where a Cq lies on its curve is a convention, whether a well amplified is none",
        source: RuleDescription.project)

    func findings(on plate: Plate) -> [QualityFinding] {
        plate.targets.compactMap { contradiction($0.group) }
            + plate.targets.compactMap { finding($0.group, limit: plate.settings.cqDifferenceMax) }
    }

    private func contradiction(_ group: TargetGroup) -> QualityFinding? {
        let contrary = group.reactions.filter(\.contradictsInstrument)
        guard !contrary.isEmpty else { return nil }
        let ours = contrary.filter { $0.result.call == .positive }
        let theirs = contrary.filter { $0.result.call != .positive }
        let sentences = [
            ours.isEmpty ? nil : "amplified here, not for the instrument: \(wells(ours))",
            theirs.isEmpty ? nil : "amplified for the instrument, not here: \(wells(theirs))",
        ].compactMap { $0 }.joined(separator: "; ")
        return QualityFinding(
            rule: "instrument.call", status: .warn,
            detail:
                "\(printable(group.name)): the instrument's calls and ours contradict each other. Wells \(sentences). "
                + "Look at their curves before you rely on either.")
    }

    private func finding(_ group: TargetGroup, limit: Double) -> QualityFinding? {
        let compared = group.counted.compactMap { well -> (well: CalledReaction, difference: Double)? in
            guard well.reaction.amplification != nil, let ours = well.result.cq,
                let theirs = well.reaction.instrumentCq.flatMap(plausibleCq)
            else { return nil }
            return (well, ours - theirs)
        }
        guard !compared.isEmpty else { return nil }
        let shared = median(compared.map(\.difference))
        let apart = compared.filter { abs($0.difference - shared) > limit }.map(\.well)
        let why =
            abs(shared) <= limit
            ? ""
            : " Here a Cq is read at \(percent(quantificationRise)) of the curve's rise, elsewhere by the instrument; "
                + "what all wells share moves no copy number, the standard curve takes it up."
        let shift =
            "\(printable(group.name)): this program's Cq lies \(plain(abs(shared), digits: 2)) cycles "
            + "\(shared < 0 ? "before" : "after") the instrument's (median of "
            + "\(counted(compared.count, "well")))"
        return QualityFinding(
            rule: "instrument.cq", status: apart.isEmpty ? .pass : .warn,
            detail: apart.isEmpty
                ? "\(shift), and every well within \(plain(limit, digits: 2)) of that.\(why)"
                : "\(shift); more than \(plain(limit, digits: 2)) away from that: \(wells(apart)). Look at their "
                    + "curves.\(why)"
        )
    }
}
