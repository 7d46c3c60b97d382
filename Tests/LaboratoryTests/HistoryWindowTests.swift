import Assay
import Foundation
import TestSupport
import Testing

@testable import Laboratory
@testable import Statistics

struct HistoryWindowTests {
    /// Runs of two targets and a gene, with gaps; intercepts lie around two levels that are nearly the limit apart.
    private func history(_ seed: UInt64, _ count: Int) -> [RunSummary] {
        var numbers = SeededGenerator(seed: seed)
        return (0..<count).map { index in
            var run = RunSummary(run: "r\(index)", started: "2026-01-01T\(String(format: "%06d", index))")
            for target in ["A", "B"] where numbers.uniform() < 0.8 {
                let level = numbers.uniform() < 0.5 ? 38.0 : 39.05
                run.curves.append(.init(target: target, intercept: level + numbers.normal(0, 0.05)))
                run.controls.append(.init(control: "PC", target: target, log10Copies: numbers.normal(4, 0.1)))
            }
            let cqs = (0..<Int(numbers.uniform(0, 5))).map { _ in numbers.normal(21, 0.6) }
            if !cqs.isEmpty { run.references = [.init(gene: "ACTB", cqs: cqs)] }
            return run
        }
    }

    @Test("A run decides alike against a whole history and against the runs before it that count, and by the median")
    func same() {
        var settings = LaboratorySettings()
        (settings.runs, settings.controls.establishing, settings.controls.establishingMin) = (17, 8, 4)
        var (near, far) = (0, 0)
        for seed in seeds(1...5) {
            let runs = history(seed, 60)
            let past = LaboratoryPast(runs, settings: settings)
            for (index, run) in runs.enumerated() {
                let counted = Array(runs[max(index - settings.runs, 0)..<index])
                let alone = LaboratoryPast(counted, settings: settings).decision(on: run, before: counted.count)
                #expect(past.decision(on: run, before: index) == alone)
                let statuses = LaboratoryVerdict(on: run, after: runs[..<index], settings: settings).quality.filter {
                    $0.rule == CurveDrift.name
                }.map(\.status)
                let plain = run.curves.compactMap { curve -> QualityFinding.Status? in
                    let earlier = counted.compactMap { $0.curves.first { $0.target == curve.target }?.intercept }
                    guard let usual = median(earlier) else { return nil }
                    if (curve.intercept - usual).magnitude <= settings.interceptMaxCycles { return .pass }
                    return earlier.count < settings.interceptRuns ? .warn : .fail
                }
                #expect(statuses == plain)
                near += plain.count { $0 == .pass }
                far += plain.count { $0 != .pass }
            }
        }
        #expect(near > 0 && far > 0)
    }
}
