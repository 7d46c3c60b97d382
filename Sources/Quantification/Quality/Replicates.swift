// Replicates that disagree spoil their sample, not the run; they are never dropped in silence.
import Assay

struct Replicates: QualityRule {
    static let description = RuleDescription(
        id: "replicates", name: "replicates",
        fires:
            "replicates range over more than \(plain(usual.replicateRangeWarn, digits: 1)) cycle: warns; over "
            + "more than \(plain(usual.replicateRangeFail, digits: 1)), or some silent: the sample is not valid",
        hears: "whoever reads the run's report; what fails a run also the laboratory, by R10",
        advice: "Measure the sample again, or exclude the faulty well in the instrument's software.",
        thresholds: [
            .init("assay.quality.replicateRangeWarn", usual.replicateRangeWarn),
            .init("assay.quality.replicateRangeFail", usual.replicateRangeFail),
        ],
        evidence: "never dropped silently: with three values no test for outliers has power",
        source: RuleDescription.practice)

    func findings(on plate: Plate) -> [QualityFinding] {
        let judged = plate.samples.filter { sample in
            sample.n > 0 && plate.targets.contains { $0.group.name == sample.target && $0.group.role != nil }
        }
        guard !judged.isEmpty else { return [] }
        let differ = names(judged, .replicatesDiffer), mixed = names(judged, .replicatesMixed),
            few = names(judged, .replicatesFew)
        let limit = plain(plate.settings.quality.replicateRangeWarn, digits: 2)
        let details = [
            differ.isEmpty ? nil : "Replicates differ by more than \(limit) cycles: \(list(differ)).",
            mixed.isEmpty ? nil : "Some replicates amplified and some did not: \(list(mixed)).",
            few.isEmpty ? nil : "Single or partly unreadable replicates: \(list(few)).",
        ].compactMap { $0 }
        return [
            QualityFinding(
                rule: "replicates", status: details.isEmpty ? .pass : .warn,
                detail: details.isEmpty
                    ? "All replicates agree within \(limit) cycles." : details.joined(separator: " "))
        ]
    }

    private func names(_ samples: [SampleAnalysis], _ flag: Flag) -> [String] {
        samples.filter { $0.flags.contains(flag) }.map { "\($0.name) (\($0.target))" }
    }
}
