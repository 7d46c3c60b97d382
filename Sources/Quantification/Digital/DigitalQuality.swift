// What a digital run must show before its numbers are believed.
import Assay

extension DigitalPlate {
    static let description = RuleDescription(
        id: "digital", name: "digital PCR",
        fires:
            "no volumes, or too few accepted partitions (under \(DigitalSettings().acceptedMin)) in every "
            + "well: fails; in some wells, a threshold without negatives, or volumes that contradict the file's "
            + "own concentrations: warns",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Give the volumes under assay.digital; dilute and repeat where every partition is positive.",
        thresholds: [.init("assay.digital.acceptedMin", DigitalSettings().acceptedMin)],
        evidence: "fewer partitions widen Poisson's interval and hide a failed partitioning",
        source: "dMIQE Group, Clin Chem 2020, 66, 1012; Bio-Rad bulletin 6407")

    func findings() -> [QualityFinding] {
        [completeness(), targetFinding(), volumes(), partitions(), thresholds()].compactMap(\.self) + contradiction()
            + targets.flatMap(controls)
    }

    private func completeness() -> QualityFinding {
        QualityFinding(
            rule: "completeness", status: run.incomplete == nil ? .pass : .fail,
            detail: run.incomplete.map { "The file is not complete: \($0)" } ?? "The file is complete.")
    }

    private func targetFinding() -> QualityFinding {
        let own = targets.filter { $0.role == .target }.map(\.name)
        let expected = settings.targets.filter { $0.role == .target }.map(\.name)
        return QualityFinding(
            rule: "assay.target", status: own.isEmpty ? .fail : .pass,
            detail: own.isEmpty
                ? "The run holds no target of the assay (\(list(expected))), only \(list(targets.map(\.name))); "
                    + "correct the names in the reader's software or in the configuration."
                : "The run holds \(list(own)).")
    }

    private func volumes() -> QualityFinding {
        QualityFinding(
            rule: "digital.volumes", status: unit.fault == nil ? .pass : .fail, detail: unit.fault ?? unit.basis)
    }

    private func contradiction() -> [QualityFinding] {
        unit.contradiction.map {
            [QualityFinding(rule: "digital.partition_volume", status: .warn, detail: $0 + " The configuration counts.")]
        } ?? []
    }

    private func partitions() -> QualityFinding {
        let few = run.reactions.filter { $0.partitions != nil && !counts($0) }
        let least = settings.digital.acceptedMin
        let total = run.reactions.count { $0.partitions != nil }
        return QualityFinding(
            rule: "digital.partitions", status: few.isEmpty ? .pass : few.count == total ? .fail : .warn,
            detail: few.isEmpty
                ? "Every well has at least \(least) accepted partitions."
                : "Wells with fewer than \(least) accepted partitions, or named twice, do not count: \(labels(few)).")
    }

    /// Without negative partitions a threshold parts nothing, and no Poisson distribution can be read.
    private func thresholds() -> QualityFinding {
        let saturated = run.reactions.filter { $0.partitions?.negative == 0 }
        return QualityFinding(
            rule: "digital.negatives", status: saturated.isEmpty ? .pass : .warn,
            detail: saturated.isEmpty
                ? "Every well has negative partitions."
                : "Every partition is positive in \(labels(saturated)): the threshold lies too low, or there is too "
                    + "much template. Dilute and repeat."
        )
    }

    private func controls(_ target: DigitalTarget) -> [QualityFinding] {
        guard let role = target.role else { return [] }
        let severity: QualityFinding.Status = role == .target ? .fail : .warn
        let name = printable(target.name)
        let controls = target.samples.filter { $0.type == .ntc }.flatMap(\.wells).filter(counts)
        guard !controls.isEmpty else {
            return [
                QualityFinding(
                    rule: "ntc.present", status: severity,
                    detail: "No no-template control of \(name) counts in this run; one is required.")
            ]
        }
        let most = settings.digital.ntcPositivesMax
        let positive = controls.filter { ($0.partitions?.positive ?? 0) > most }
        return [
            QualityFinding(
                rule: "ntc.present", status: .pass, detail: "\(controls.count) no-template controls of \(name)."),
            QualityFinding(
                rule: "ntc.negative", status: positive.isEmpty ? .pass : severity,
                detail: positive.isEmpty
                    ? "No no-template control of \(name) has more than \(most) positive partitions."
                    : "No-template controls of \(name) hold template: "
                        + "\(list(positive.map { "\($0.position.label) \($0.partitions?.positive ?? 0)" })) positive "
                        + "partitions; at most \(most) are tolerated. Look for contamination and repeat the run."),
        ]
    }

    private func labels(_ reactions: [Reaction]) -> String {
        list(Set(reactions.map(\.position)).sorted().map(\.label))
    }
}
