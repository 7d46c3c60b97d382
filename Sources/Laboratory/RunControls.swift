// The run's controls by Westgard's rules: a run whose control has shifted is rejected, however good its curve.
import Assay
import Text

struct RunControls: LaboratoryRule {
    static let description = RuleDescription(
        id: laboratoryRulePrefix + "control", name: "run control",
        fires:
            "a positive control breaks one of Westgard's rules on log10 copies: 1-2s warns; 1-3s, 2-2s, R-4s, "
            + "4-1s, 10-x fail the run",
        hears: "laboratory, by R10",
        advice: "Look at the control's chart for a shift or a drift; check reagents, standards and pipettes.",
        thresholds: [
            .init("laboratory.controls.establishing", usual.controls.establishing),
            .init("laboratory.controls.establishingMin", usual.controls.establishingMin),
            .init("laboratory.controls.sdMinLog10", usual.controls.sdMinLog10),
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
        let rules = entry.broken.map(\.rawValue).joined(separator: ", ")
        return switch status {
        case .fail:
            "\(value); breaks Westgard's \(rules). Look at the control's chart for a shift or a drift; check "
                + "reagents, standards and pipettes."
        case .warn: "\(value); Westgard's \(rules) warns, no rule rejects."
        case .pass: "\(value); no rule of Westgard's is broken."
        }
    }
}
