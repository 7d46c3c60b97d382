import Assay
import Fixtures
import Testing

@testable import Laboratory
@testable import Rules
@testable import Statistics

struct LaboratoryRuleTests {
    private let target = "BCMA-CAR-T"

    private func curves(_ intercepts: [Double]) -> [RunSummary] {
        intercepts.enumerated().map { index, intercept in
            RunSummary(
                run: "r\(index)", started: "2026-03-0\(index + 1)T09:00:00",
                curves: [.init(target: target, intercept: intercept)])
        }
    }

    private func drift(_ intercepts: [Double], settings: LaboratorySettings = LaboratorySettings()) -> QualityFinding
        .Status?
    {
        let runs = curves(intercepts)
        return LaboratoryVerdict(on: runs[runs.count - 1], after: runs.dropLast(), settings: settings).quality.map(
            \.status
        ).max()
    }

    @Test(
        "A tenfold mis-declared standard warns while few runs are known, then fails; the first run has nothing to be held against"
    )
    func curveDrift() {
        #expect(drift([38]) == nil)
        #expect(drift([38, 38.9]) == .pass)
        #expect(drift([38, 41.3]) == .warn)
        #expect(drift([38, 38, 38.1, 38, 41.3]) == .warn)
        #expect(drift([38, 38, 38.1, 38, 38, 41.3]) == .fail)
        #expect(drift([38, 38, 38.1, 38, 38, 36.9]) == .fail)
    }

    @Test("One wrong run among the earlier ones does not move the median")
    func median() { #expect(drift([38, 38, 41.3, 38, 38, 38.2]) == .pass) }

    @Test("Runs before a new beginning count no more, and at most so many do")
    func window() {
        var settings = LaboratorySettings()
        settings.since = CalendarDate(iso: "2026-03-06")
        #expect(drift([38, 38, 38, 38, 38, 41.3], settings: settings) == nil)
        settings.since = nil
        settings.runs = 2
        #expect(drift([38, 38, 38, 41.3, 41.3, 41.3], settings: settings) == .pass)
    }

    private func references(_ cqs: [Double], started: String = "2026-03-01T09:00:00") -> RunSummary {
        RunSummary(run: RunID(started), started: started, references: [.init(gene: "ACTB", cqs: cqs)])
    }

    @Test(
        "The reference gene is held against mean and three SD once twenty samples are known; the SD is never taken below half a cycle"
    )
    func referenceLimit() throws {
        let early = references(Array(repeating: 20, count: 19))
        let late = references([21.4, 21.6], started: "2026-03-02T09:00:00")
        #expect(LaboratoryVerdict(on: late, after: [early], settings: LaboratorySettings()).referenceLimits.isEmpty)
        let verdict = LaboratoryVerdict(on: late, after: [early, references([20])], settings: LaboratorySettings())
        #expect(abs(try #require(verdict.referenceLimits["ACTB"]) - 21.5) < 1e-9)
        #expect(verdict.lateReferences == [21.6])
        #expect(verdict.quality.map(\.status) == [.warn])
        let scattered = references((0..<20).map { $0 % 2 == 0 ? 19 : 21 })
        #expect(
            abs(
                try #require(
                    LaboratoryVerdict(on: late, after: [scattered], settings: LaboratorySettings()).referenceLimits[
                        "ACTB"]) - 23.078) < 0.001)
    }

    @Test(
        "A run leaves curves, controls and reference genes behind; one that failed by itself leaves nothing, one that the history failed does"
    )
    func summary() throws {
        var plate = run(
            [
                sample("PC", nil, copies: 1e4), sample("P01 D14", SampleLabel(patient: "P01", sampling: .day(14))),
                sample("P01 D14", nil, target: "ACTB"),
                sample("BAD", nil, target: "ACTB", reasons: ["the replicates differ"]),
                sample("P01 D14 1:10", nil, target: "ACTB"), sample("LOW", nil, copies: nil, lloq: 100, below: true),
            ], types: ["PC": .positive, "LOW": .positive])
        plate.targets[0].curve = StandardCurve(
            slope: -3.3, intercept: 38, efficiency: 2, r2: 1, n: 10, lloq: 10, uloq: 1e7, levels: [])
        let summary = try #require(RunSummary(of: plate))
        #expect(summary.curves.map(\.intercept) == [38])
        #expect(summary.controls.map(\.log10Copies) == [4, 2])
        #expect(summary.references == [.init(gene: "ACTB", cqs: [25])])
        plate.quality = [QualityFinding(rule: CurveDrift.name, status: .fail, detail: "")]
        #expect(RunSummary(of: plate) == summary)
        plate.quality = [QualityFinding(rule: "standard_curve.slope", status: .fail, detail: "")]
        #expect(RunSummary(of: plate) == nil)
    }
}
