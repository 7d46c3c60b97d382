// A standard that was declared tenfold too high or too low gives a perfect line: only its height, against the laboratory's earlier curves, tells.
import Assay
import Foundation
import Statistics
import Text

package struct CurveDrift: LaboratoryRule {
    static let description = RuleDescription(
        id: laboratoryRulePrefix + "curve_drift", name: "curve drift",
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

    func findings(on run: RunSummary, after history: ArraySlice<RunSummary>, settings: LaboratorySettings) -> [QualityFinding] {
        run.curves.compactMap { curve in
            let earlier = history.compactMap { $0.curves.first { $0.target == curve.target }?.intercept }
            guard let usual = median(earlier) else { return nil }
            let drift = curve.intercept - usual
            let height =
                "\(shown(curve.target, max: 40)): the standard curve's intercept, \(plainDecimal(curve.intercept, digits: 2)), lies "
                + "\(plainDecimal(drift.magnitude, digits: 2)) cycles \(drift < 0 ? "before" : "after") the median of \(earlier.count) earlier "
                + "\(earlier.count == 1 ? "run" : "runs"), \(plainDecimal(usual, digits: 2))"
            let limit = plainDecimal(settings.interceptMaxCycles, digits: 2)
            guard drift.magnitude > settings.interceptMaxCycles else {
                return QualityFinding(rule: Self.name, status: .pass, detail: "\(height); at most \(limit) are allowed.")
            }
            let fold = plainDecimal(pow(10, drift.magnitude / 3.32), digits: 1)
            return QualityFinding(
                rule: Self.name, status: earlier.count < settings.interceptRuns ? .warn : .fail,
                detail: "\(height); at most \(limit) are allowed. Copies would be about \(fold)-fold off: check the standards' declared quantities and their "
                    + "dilution. If standards or instrument are new, set laboratory.since in the configuration.")
        }
    }
}
