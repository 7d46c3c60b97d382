// Copy numbers are read off the standard curve: without enough levels on one line of the right slope there are none.
import Assay
import Foundation

struct StandardCurveRule: QualityRule {
    static let description = RuleDescription(
        id: "standard_curve", name: "standard curve",
        fires:
            "slope outside \(plain(usual.slopeMin, digits: 1)) to \(plain(usual.slopeMax, digits: 1)), "
            + "efficiency outside \(plain(usual.efficiencyMin, digits: 1)) to "
            + "\(plain(usual.efficiencyMax, digits: 1)), R² below \(plain(usual.r2Min, digits: 2)), fewer than "
            + "\(usual.levelsMin) usable levels, a unit that counts no copies, or levels that do not read back: "
            + "fails; R² below \(plain(usual.r2Target, digits: 2)) or a level left out: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Prepare the standards anew, or correct their declared quantities.",
        thresholds: [
            .init("assay.quality.slopeMin", usual.slopeMin), .init("assay.quality.slopeMax", usual.slopeMax),
            .init("assay.quality.efficiencyMin", usual.efficiencyMin),
            .init("assay.quality.efficiencyMax", usual.efficiencyMax), .init("assay.quality.r2Min", usual.r2Min),
            .init("assay.quality.r2Target", usual.r2Target), .init("assay.quality.levelsMin", usual.levelsMin),
            .init("assay.quality.backCalculationMax", usual.backCalculationMax),
            .init("assay.quality.backCalculationCVMax", usual.backCalculationCVMax),
            .init("assay.quality.backCalculationCVMaxAtLLOQ", usual.backCalculationCVMaxAtLLOQ),
            .init("assay.quality.oneMoleculeCqMin", usual.oneMoleculeCqMin),
            .init("assay.quality.oneMoleculeCqMax", usual.oneMoleculeCqMax),
        ],
        evidence: "limits of usual validation protocols; one molecule from the chemistry of doubling",
        source: "MIQE practice; PMC8282960")

    func findings(on plate: Plate) -> [QualityFinding] {
        plate.targets.filter(\.isOccupied).flatMap { findings(on: $0, plate: plate) }
    }

    private func findings(on target: PlateTarget, plate: Plate) -> [QualityFinding] {
        let severity = plate.severity(target)
        let limits = plate.settings.quality
        let name = printable(target.group.name)
        guard let calibration = target.calibration else {
            guard target.group.role == .target else { return [] }
            return [
                QualityFinding(
                    rule: "standard_curve.levels", status: .fail,
                    detail: noStandards(of: target, plate) + " At least \(limits.levelsMin) levels are required.")
            ]
        }
        var findings = [levels(calibration, target, name, severity, limits)]
        let dropped = calibration.levels.compactMap(\.reason)
        if !dropped.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "standard_curve.range", status: .warn, detail: "\(name): \(dropped.joined(separator: " "))"))
        }
        let undeclared = target.group.counted(.standard).filter { usableQuantity($0) == nil }
        if !undeclared.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "standard_curve.quantity", status: .warn,
                    detail:
                        "Standards of \(name) without a usable quantity: \(wells(undeclared)). Enter their "
                        + "concentrations and export again."
                ))
        }
        if let unitFault = calibration.unitFault { findings.append(finding("unit", false, severity, unitFault)) }
        guard let fit = calibration.fit else { return findings }
        let inSlope = (limits.slopeMin...max(limits.slopeMin, limits.slopeMax)).contains(fit.slope)
        let inEfficiency = (limits.efficiencyMin...max(limits.efficiencyMin, limits.efficiencyMax)).contains(
            fit.efficiency)
        findings += [
            finding(
                "slope", inSlope, severity,
                "\(name): slope \(plain(fit.slope, digits: 2)), limits \(plain(limits.slopeMin, digits: 2)) to "
                    + "\(plain(limits.slopeMax, digits: 2)).\(inSlope ? "" : steps(calibration, isSteep: fit.slope < limits.slopeMin))"
            ),
            finding(
                "efficiency", inEfficiency, severity,
                "\(name): amplification factor \(plain(fit.efficiency, digits: 2)) a cycle, limits "
                    + "\(plain(limits.efficiencyMin, digits: 2)) to \(plain(limits.efficiencyMax, digits: 2))."
            ),
            QualityFinding(
                rule: "standard_curve.r2",
                status: fit.r2 < limits.r2Min ? severity : fit.r2 < limits.r2Target ? .warn : .pass,
                detail:
                    "\(name): R² \(plain(fit.r2, digits: 4)), at least \(plain(limits.r2Min, digits: 2)) required, "
                    + "\(plain(limits.r2Target, digits: 2)) aimed at."
            ),
        ]
        if calibration.range == nil, let fault = calibration.fault, fault != calibration.unitFault {
            findings.append(finding("back_calculation", false, severity, "\(name): \(fault)"))
        }
        return findings
    }

    /// Why there are none, where the plate tells.
    private func noStandards(of target: PlateTarget, _ plate: Plate) -> String {
        let name = printable(target.group.name)
        let undeclared = target.group.counted(.standard)
        if !undeclared.isEmpty {
            return
                "No standard of \(name) has a concentration (\(wells(undeclared))): enter them in the instrument's "
                + "software and export again."
        }
        let others = plate.targets.filter { $0.group.role == nil && !$0.group.counted(.standard).isEmpty }
        let meant = others.first {
            meantTarget($0.group.name, among: plate.settings.targets)
                .map { AssaySettings.folded($0) } == AssaySettings.folded(target.group.name)
        }
        return "The plate carries no standards of \(name)."
            + (meant.map {
                " Those of \(printable($0.group.name)) are on it: did you mean \(name)? Correct the gene's name in the "
                    + "instrument's software and export again."
            } ?? "")
    }

    /// What a slope outside its limits is made of, and what makes such a slope.
    private func steps(_ calibration: Calibration, isSteep: Bool) -> String {
        let means = calibration.levels.compactMap { judged in
            judged.level.meanCq.map { (x: log10(judged.level.quantity), cq: $0) }
        }
        let decades = zip(means, means.dropFirst()).map { ($1.cq - $0.cq) / ($0.x - $1.x) }
        return
            " Perfect doubling takes 3.3 cycles for a tenfold dilution; from level to level it took here "
            + "\(list(decades.map { plain($0, digits: 1) })), from the highest down. "
            + (isSteep
                ? "Longer steps than that mean standards diluted further than declared, or an inhibited reaction: "
                    + "prepare the standards anew."
                : "Shorter steps than that mean contamination, or standards diluted less than declared: prepare the "
                    + "standards anew.")
    }

    private func levels(
        _ calibration: Calibration, _ target: PlateTarget, _ name: String, _ severity: QualityFinding.Status,
        _ limits: QualityLimits
    ) -> QualityFinding {
        let used = calibration.levels.count(where: \.used)
        let fault = calibration.fit == nil ? calibration.fault.map { " \($0)" } ?? "" : ""
        return finding(
            "levels", used >= limits.levelsMin, severity,
            "\(name): \(used) of \(calibration.levels.count) standard levels are usable, at least \(limits.levelsMin) "
                + "required.\(fault)"
        )
    }

    private func finding(_ rule: String, _ passes: Bool, _ severity: QualityFinding.Status, _ detail: String)
        -> QualityFinding
    {
        QualityFinding(rule: "standard_curve.\(rule)", status: passes ? .pass : severity, detail: detail)
    }
}
