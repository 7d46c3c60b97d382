// What the laboratory's history says of a run, and what becomes of its samples.
import Assay
import Fixtures
import Testing

@testable import Laboratory
@testable import Rules

struct HeldRunTests {
    @Test(
        "A sample whose reference gene is late is withheld as inadequate, under whatever spelling; the others are not")
    func lateSample() throws {
        let day14 = SampleLabel(patient: "P01", sampling: .day(14)),
            day21 = SampleLabel(patient: "P01", sampling: .day(21))
        var gene = sample("P01_D014", day14, target: "ACTB")
        gene.cqMean = 24
        let plate = run([sample("P01 D14", day14), gene, sample("P01 D21", day21)], started: "2026-02-01T09:00:00")
        var verdict = LaboratoryVerdict()
        verdict.referenceLimits = ["ACTB": 23]
        let found = attributions(of: plate, context: context(), verdict: verdict)
        #expect(found[0].withheld?.contains("Inadequate sample") == true)
        #expect(found[0].toLaboratory)
        #expect(found[2].withheld == nil)
    }

    @Test(
        "What the history fails withholds the run's values and is told to the laboratory; a drift that only warns is told too"
    )
    func heldAgainst() throws {
        let plate = run([sample("P01 D14", SampleLabel(patient: "P01", sampling: .day(14)))])
        var verdict = LaboratoryVerdict()
        verdict.quality = [QualityFinding(rule: RunControls.name, status: .fail, detail: "Control PC breaks 1-3s.")]
        let failed = attributions(of: plate, context: context(), verdict: verdict)
        #expect(failed[0].withheld == "The run failed its quality control.")
        #expect(
            judgeRun(plate.held(against: verdict), failed, from: "plate.lc96p", context: context()).map(\.text).contains
            { $0.contains("1-3s") })
        verdict.quality = [QualityFinding(rule: CurveDrift.name, status: .warn, detail: "The intercept is off.")]
        let warned = attributions(of: plate, context: context(), verdict: verdict)
        #expect(warned[0].withheld == nil)
        #expect(
            judgeRun(plate.held(against: verdict), warned, from: "plate.lc96p", context: context()).map(\.subject) == [
                "curve drift of run run-1"
            ])
    }
}
