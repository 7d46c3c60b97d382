// A plate with many replicates a level is a validation: it shows what the assay detects and what it quantifies.
import Assay

struct DetectionLimitsRule: QualityRule {
    static let description = RuleDescription(
        id: "detection_limits", name: "limits of detection and quantification",
        fires:
            "a plate with \(usual.detectionReplicatesMin) replicates a level cannot count as low as the "
            + "configured LLOQ: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Set assay.lloq to what the assay was shown to count.",
        thresholds: [
            .init("assay.quality.detectionReplicatesMin", usual.detectionReplicatesMin),
            .init("assay.quality.detectionShareMin", usual.detectionShareMin),
            .init("assay.quality.quantificationCVMax", usual.quantificationCVMax),
        ],
        evidence: "LOD: 95 % detected; LOQ: CV at most 35 %",
        source: "Klymus, Merkes et al., Environ DNA 2020, doi 10.1002/edn3.29")

    func findings(on plate: Plate) -> [QualityFinding] { plate.assayTargets.compactMap { finding($0, plate.settings) } }

    private func finding(_ target: PlateTarget, _ settings: AssaySettings) -> QualityFinding? {
        let levels = standardLevels(of: target.group).map { level in
            DilutionLevel(quantity: level.quantity, cqs: level.cqs, replicates: level.cqs.count + level.negatives)
        }.filter { $0.replicates >= settings.quality.detectionReplicatesMin }
        guard levels.count >= 2, case let limits = detectionLimits(levels, settings.quality), limits.slope != nil else {
            return nil
        }
        let name = printable(target.group.name)
        let found =
            "\(name): limit of detection \(limits.lod.map { plain($0) } ?? "not reached")\(interval(limits.lod95)), "
            + "limit of quantification \(limits.loq.map { plain($0) } ?? "not reached") "
            + "\(target.unit.standards), from \(levels.map(\.replicates).min() ?? 0) and more replicates a level"
        let validated = settings.lloq ?? .infinity
        let isKept = limits.loq.map { $0 * target.unit.factor <= validated * (1 + 1e-9) } ?? (validated == .infinity)
        return QualityFinding(
            rule: "detection_limits", status: isKept ? .pass : .warn,
            detail: isKept
                ? found + "."
                : "\(found); the configured LLOQ, \(plain(validated)) \(printable(target.unit.sample)), is lower than "
                    + "this plate can count."
        )
    }

    /// " (95 % are detected at 3.2, 95 % confidence interval 2.1 to 5.4)".
    private func interval(_ estimate: DetectionLimits.Estimate?) -> String {
        guard let estimate else { return "" }
        switch (estimate.quantity, estimate.low, estimate.high) {
        case (let quantity?, let low, let high):
            return
                " (95 % are detected at \(plain(quantity)), 95 % confidence interval "
                + "\(low.map { plain($0) } ?? "unbounded") to \(high.map { plain($0) } ?? "unbounded"))"
        case (nil, _, let high?): return " (95 % are detected at most at \(plain(high)), 95 % confidence)"
        case (nil, _, nil): return ""
        }
    }
}
