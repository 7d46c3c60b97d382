// The instrument's own Cq stands beside ours. Where a Cq lies on its curve is a convention, so the two may differ by a constant that the
// standard curve takes up; a well that differs otherwise than its plate is worth a look.
import Assay

struct InstrumentAgreement: QualityRule {
    func findings(on plate: Plate) -> [QualityFinding] { plate.targets.compactMap { finding($0.group, limit: plate.settings.cqDifferenceMax) } }

    private func finding(_ group: TargetGroup, limit: Double) -> QualityFinding? {
        let compared = group.counted.compactMap { well -> (well: CalledReaction, difference: Double)? in
            guard well.reaction.amplification != nil, let ours = well.result.cq, let theirs = well.reaction.instrumentCq.flatMap(plausibleCq) else { return nil }
            return (well, ours - theirs)
        }
        guard !compared.isEmpty else { return nil }
        let sorted = compared.map(\.difference).sorted()
        let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        let apart = compared.filter { abs($0.difference - median) > limit }.map(\.well)
        let shift = "\(printable(group.name)): our Cq lies \(plain(abs(median), digits: 2)) cycles \(median < 0 ? "before" : "after") the instrument's (median of \(compared.count) wells)"
        return QualityFinding(
            rule: "instrument.cq", status: apart.isEmpty ? .pass : .warn,
            detail: apart.isEmpty
                ? "\(shift), and every well within \(plain(limit, digits: 2)) of that."
                : "\(shift); more than \(plain(limit, digits: 2)) away from that: \(wells(apart)). Look at their curves.")
    }
}
