// A melt is evidence of what was amplified. It is optional: without one the identity of the products is only assumed.
import Assay

struct MeltRule: QualityRule {
    static let description = RuleDescription(
        id: "melt", name: "melt",
        fires:
            "a product that melts more than \(plain(usual.meltShiftWarnCelsius, digits: 1)) °C away from the "
            + "controls': warns; beyond \(plain(usual.meltShiftFailCelsius, digits: 1)) °C: the sample is not "
            + "valid; a second peak of more than \(percent(usual.meltSecondPeakShare)) of the first, or "
            + "no melt of a SYBR assay: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Look at the melt curves: another product is not the assay's.",
        thresholds: [
            .init("assay.quality.meltShiftWarnCelsius", usual.meltShiftWarnCelsius),
            .init("assay.quality.meltShiftFailCelsius", usual.meltShiftFailCelsius),
            .init("assay.quality.meltSecondPeakShare", usual.meltSecondPeakShare),
        ],
        evidence: "SYBR Green binds to any product, a probe (assay.chemistry) does not",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        let judged = plate.targets.filter { $0.isOccupied && $0.group.role != nil }
        guard !judged.isEmpty else { return [] }
        guard judged.contains(where: { $0.group.reactions.contains { $0.reaction.melt != nil } }) else {
            // A probe is specific by its sequence: a melt is neither made nor missed.
            if plate.settings.chemistry == .probe { return [] }
            return [
                QualityFinding(
                    rule: "melt.present", status: .warn,
                    detail: "The run has no melt: the identity of the products is not checked.")
            ]
        }
        return judged.flatMap { findings(on: $0, plate.settings.quality) }
    }

    private func findings(on target: PlateTarget, _ limits: QualityLimits) -> [QualityFinding] {
        let group = target.group
        let name = printable(group.name)
        guard let expected = group.expectedTm else {
            return [
                QualityFinding(
                    rule: "melt.controls", status: .warn,
                    detail: "No standard or positive control of \(name) shows a melt peak to compare with.")
            ]
        }
        let amplified = group.counted.filter { $0.call == .positive && $0.reaction.sampleType != .ntc }
        let shifted = amplified.filter { $0.flags.contains(.meltShifted) }
        let second = amplified.filter { $0.flags.contains(.meltSecondPeak) }
        var findings = [
            QualityFinding(
                rule: "melt.tm", status: shifted.isEmpty ? .pass : .warn,
                detail: "\(name): the controls melt at \(plain(expected, digits: 1)) °C. "
                    + (shifted.isEmpty
                        ? "Every amplified well agrees within \(plain(limits.meltShiftWarnCelsius, digits: 1)) °C."
                        : "More than \(plain(limits.meltShiftWarnCelsius, digits: 1)) °C away: \(wells(shifted)); "
                            + "beyond \(plain(limits.meltShiftFailCelsius, digits: 1)) °C the sample is not valid.")
            )
        ]
        if !second.isEmpty {
            findings.append(
                QualityFinding(
                    rule: "melt.second_peak", status: .warn, detail: "\(name): a second product in \(wells(second))."))
        }
        return findings
    }
}
