// The run's controls by Westgard's rules: a run whose control has shifted is rejected, however good its curve.
import Assay
import Text

struct RunControls: LaboratoryRule {
    static let description = RuleDescription(
        id: "\(laboratoryRulePrefix)control", name: "run control",
        fires:
            "a positive control breaks one of Westgard's rules on log10 copies: 1-2s warns; 1-3s, 2-2s, R-4s "
            + "(within a run), 4-1s, 10-x fail the run, the last two from a mean shift of "
            + "\(plainDecimal(usual.controls.shiftMinSD, digits: 1)) SD on",
        hears: "laboratory, by R10",
        advice:
            "Look at the control's chart for a shift or a drift; check reagents, standards and pipettes. A shift that "
            + "is understood and accepted: set laboratory.since, or give the control its limits.",
        thresholds: [
            .init("laboratory.controls.establishing", usual.controls.establishing),
            .init("laboratory.controls.establishingMin", usual.controls.establishingMin),
            .init("laboratory.controls.sdMinLog10", usual.controls.sdMinLog10),
            .init("laboratory.controls.shiftMinSD", usual.controls.shiftMinSD),
        ],
        evidence: "the multirule chart of clinical chemistry; twenty values establish a mean and SD",
        source: "Westgard et al., Clin Chem 27, 493, 1981")
    static let name = description.id

    func findings(on run: RunSummary, after history: HistoryWindow, settings: LaboratorySettings)
        -> [LaboratoryFinding]
    {
        judgeControls(of: run, after: history, settings: settings.controls).compactMap { entry in
            guard let limits = entry.limits, let z = entry.z else { return nil }
            let status: QualityFinding.Status = entry.rejected ? .fail : entry.broken.isEmpty ? .pass : .warn
            return LaboratoryFinding(status: status) { Self.sentence(status, entry, limits, z) }
        }
    }

    private static func sentence(
        _ status: QualityFinding.Status, _ entry: ControlEntry, _ limits: ControlLimits, _ z: Double
    ) -> String {
        let value =
            "Control \(shown(entry.control, max: 40)) of \(shown(entry.target, max: 40)): "
            + "\(plainCopies(copies(ofLog10: entry.value))), "
            + "\(plainDecimal(z.magnitude, digits: 1)) SD \(z < 0 ? "below" : "above") its mean of "
            + "\(plainCopies(copies(ofLog10: limits.mean))) (SD \(plainDecimal(limits.sd, digits: 3)) log10)"
        func list(_ rules: [WestgardRule]) -> String { rules.map(\.rawValue).joined(separator: ", ") }
        return switch status {
        case .fail:
            "\(value); breaks Westgard's \(list(entry.rejecting)). Look at the control's chart for a shift or a drift; "
                + "check reagents, standards and pipettes.\(cure(entry, limits))"
        case .warn: "\(value); Westgard's \(list(entry.broken)) warns, no rule rejects.\(cure(entry, limits))"
        case .pass: "\(value); no rule of Westgard's is broken."
        }
    }

    /// A shift lasts until somebody accepts it or begins anew, so it comes with how that is done.
    private static func cure(_ entry: ControlEntry, _ limits: ControlLimits) -> String {
        guard entry.broken.contains(where: \.isShift) else { return "" }
        let day = entry.started.prefix(10)
        return
            " If a new lot of the control or of the standards explains it, set laboratory.since: \(shown(String(day))) "
            + "(limits are then established anew), or give the control its limits: laboratory.controls.assigned: "
            + "- {control: \(shown(entry.control, max: 40)), copies: \(plainCopies(copies(ofLog10: entry.value))), "
            + "sdLog10: \(plainDecimal(limits.sd, digits: 3))}. One run alone: cqwatch run accept."
    }
}
