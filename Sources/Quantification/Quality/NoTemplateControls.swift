// The no-template controls show what the reagents alone amplify.
import Assay

struct NoTemplateControls: QualityRule {
    static let description = RuleDescription(
        id: "ntc", name: "no-template controls",
        fires:
            "none on the plate, one that amplifies with nothing standing clear of it, or one that holds the "
            + "assay's own product by its melt: fails; one \(plain(usual.ntcSeparation, digits: 1)) cycles or "
            + "more after the lowest usable standard: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Look for contamination, replace the reagents and repeat the run.",
        thresholds: [
            .init("assay.quality.ntcSeparation", usual.ntcSeparation),
            .init("assay.quality.meltShiftWarnCelsius", usual.meltShiftWarnCelsius),
        ],
        evidence: "3.3 cycles are a tenfold distance",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        plate.targets.filter { $0.isOccupied && ($0.group.role != nil || $0.calibration != nil) }.flatMap {
            findings(on: $0, plate: plate)
        }
    }

    private func findings(on target: PlateTarget, plate: Plate) -> [QualityFinding] {
        let name = printable(target.group.name)
        let controls = target.group.counted(.ntc).filter { $0.call != .invalid }
        guard !controls.isEmpty else {
            return [
                QualityFinding(
                    rule: "ntc.present", status: plate.severity(target),
                    detail: "No no-template control of \(name) counts on this plate; one is required.")
            ]
        }
        let present = QualityFinding(
            rule: "ntc.present", status: .pass, detail: "\(controls.count) no-template controls of \(name).")
        let positive = controls.filter { $0.countedCq != nil }
        guard let earliest = positive.compactMap(\.countedCq).min() else {
            return [
                present,
                QualityFinding(
                    rule: "ntc.negative", status: .pass, detail: "No no-template control of \(name) amplified."),
            ]
        }
        return [present, amplified(target, name, wells(positive), earliest, plate)]
            + melted(target, name, positive, plate)
    }

    /// A late control is tolerated for its foreign product; the controls' own product is contamination with template.
    private func melted(_ target: PlateTarget, _ name: String, _ positive: [CalledReaction], _ plate: Plate)
        -> [QualityFinding]
    {
        let shifts = positive.map { (well: $0, shift: target.group.tmShift($0)) }
        guard shifts.contains(where: { $0.shift != nil }) else { return [] }
        let same = shifts.filter { abs($0.shift ?? .infinity) <= plate.settings.quality.meltShiftWarnCelsius }.map(
            \.well)
        let evidence =
            "(\(list((same.isEmpty ? positive : same).compactMap(temperature))); the standards at "
            + "\(plain(target.group.expectedTm ?? .nan, digits: 1)) °C)"
        return [
            QualityFinding(
                rule: "ntc.melt", status: same.isEmpty ? .pass : plate.severity(target),
                detail: same.isEmpty
                    ? "What the no-template controls of \(name) amplified melts elsewhere than the standards "
                        + "\(evidence): no template."
                    : "No-template controls of \(name) hold the assay's own product by its melt \(evidence). Look for "
                        + "contamination with template."
            )
        ]
    }

    /// "H1 85.4".
    private func temperature(_ well: CalledReaction) -> String? {
        well.meltPeaks.first.map { "\(well.reaction.position.label) \(plain($0.tm, digits: 1))" }
    }

    private func amplified(_ target: PlateTarget, _ name: String, _ wells: String, _ earliest: Double, _ plate: Plate)
        -> QualityFinding
    {
        let separation = plate.settings.quality.ntcSeparation
        let found = "No-template controls of \(name) amplified (\(wells), earliest Cq \(plain(earliest, digits: 2)))"
        let lowest = target.calibration?.levels.last(where: \.used)?.level.meanCq
        if let lowest, earliest - lowest >= separation {
            return QualityFinding(
                rule: "ntc.negative", status: .warn,
                detail:
                    "\(found), \(plain(earliest - lowest, digits: 1)) cycles after the lowest usable standard; at "
                    + "least \(plain(separation, digits: 1)) are required."
            )
        }
        if target.group.role == .reference, latestSample(target).map({ earliest - $0 >= separation }) ?? false {
            return QualityFinding(
                rule: "ntc.negative", status: .warn,
                detail: "\(found), \(plain(separation, digits: 1)) cycles and more after every sample.")
        }
        return QualityFinding(
            rule: "ntc.negative", status: plate.severity(target),
            detail:
                "\(found) and nothing on the plate stands clear of them. Look for contamination, replace the reagents "
                + "and repeat the run."
        )
    }

    private func latestSample(_ target: PlateTarget) -> Double? {
        target.group.counted(.unknown).compactMap(\.countedCq).max()
    }
}
