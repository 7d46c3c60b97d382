// A standard that was declared tenfold too high or too low gives a perfect line: only its height, against the
// laboratory's earlier curves, tells.
package import Assay
import Foundation
import Statistics
import Text

package struct CurveDrift: LaboratoryRule {
    static let description = RuleDescription(
        id: "\(laboratoryRulePrefix)curve_drift", name: "curve drift",
        fires:
            "a standard curve's intercept lies more than \(plainDecimal(usual.interceptMaxCycles, digits: 1)) "
            + "cycle from the median of the laboratory's earlier runs: a warning while fewer than "
            + "\(usual.interceptRuns) are known, then the run fails",
        hears: "laboratory, by R10",
        advice:
            "Check the standards' declared quantities and their dilution; new standards or a new instrument: "
            + "set laboratory.since.",
        thresholds: [
            .init("laboratory.interceptMaxCycles", usual.interceptMaxCycles),
            .init("laboratory.interceptRuns", usual.interceptRuns),
        ],
        evidence: "a standard declared tenfold too high has a perfect R²; a cycle is twofold",
        source: RuleDescription.project)
    package static let name = description.id

    func findings(on run: RunSummary, after history: HistoryWindow, settings: LaboratorySettings)
        -> [LaboratoryFinding]
    {
        run.curves.compactMap { curve in
            let earlier = history.intercepts(of: curve.target)
            guard !earlier.isEmpty else { return nil }
            let status: QualityFinding.Status =
                Self.isNearMedian(curve.intercept, of: earlier, within: settings.interceptMaxCycles)
                ? .pass : earlier.count < settings.interceptRuns ? .warn : .fail
            return LaboratoryFinding(status: status) {
                let usual = median(earlier) ?? curve.intercept
                return Self.sentence(status, curve, curve.intercept - usual, usual, of: earlier.count, settings)
            }
        }
    }

    /// Where more than half of the values lie that near, so do the middle ones, and nothing has to be sorted.
    private static func isNearMedian(_ value: Double, of values: ArraySlice<Double>, within limit: Double) -> Bool {
        let near = values.count { (value - $0).magnitude <= limit }
        if near > values.count / 2 { return true }
        return median(values).map { (value - $0).magnitude <= limit } ?? true
    }

    private static func sentence(
        _ status: QualityFinding.Status, _ curve: RunSummary.Curve, _ drift: Double, _ usual: Double, of runs: Int,
        _ settings: LaboratorySettings
    ) -> String {
        let height =
            "\(shown(curve.target, max: 40)): the standard curve's intercept, "
            + "\(plainDecimal(curve.intercept, digits: 2)), lies "
            + "\(plainDecimal(drift.magnitude, digits: 2)) cycles \(drift < 0 ? "before" : "after") the median of "
            + "\(runs) earlier \(runs == 1 ? "run" : "runs"), \(plainDecimal(usual, digits: 2))"
        let limit = plainDecimal(settings.interceptMaxCycles, digits: 2)
        if status == .pass { return "\(height); at most \(limit) are allowed." }
        let fold = plainDecimal(pow(10, drift.magnitude / 3.32), digits: 1)
        return
            "\(height); at most \(limit) are allowed. Copies would be about \(fold)-fold off: check the standards' "
            + "declared quantities and their "
            + "dilution. If standards or instrument are new, set laboratory.since in the configuration."
    }
}
