import Assay
import Fixtures
import Testing

@testable import Rules

struct R10LaboratoryTests {
    private func judged(_ run: RunAnalysis) -> [Finding] {
        judgeRun(
            run, attributions(of: run, context: context()), from: "/srv/lightcycler/plate 7.lc96p", context: context())
    }

    @Test("A failed run gives one finding that lists the failing rules")
    func failedRun() throws {
        let quality = [
            QualityFinding(rule: "standard_curve.slope", status: .fail, detail: "slope -4.1 lies outside -3.6 to -3.1"),
            QualityFinding(rule: "ntc", status: .fail, detail: "NTC positive at Cq 30"),
            QualityFinding(rule: "melt", status: .pass, detail: "fine"),
        ]
        let findings = judged(
            run([sample("P01 D14", SampleLabel(patient: "P01", sampling: .day(14)))], quality: quality))
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(
            finding.rule == "R10" && finding.severity == .laboratory && finding.patient == nil && finding.run == "run-1"
        )
        #expect(
            finding.text.contains("standard_curve.slope") && finding.text.contains("NTC positive")
                && finding.text.contains("(file plate 7.lc96p)")
                && !finding.text.contains("melt"))
        #expect(finding.advice.hasSuffix("cqwatch run accept run-1 --by NAME --note TEXT."))
        // What nobody may overrule is not advised.
        let critical = QualityFinding(rule: "assay.target", status: .fail, detail: "none")
        #expect(try #require(judged(run([], quality: quality + [critical])).first).advice.hasSuffix("export it again."))
    }

    @Test("Withheld samples give one finding that lists them, bounded")
    func withheldSamples() throws {
        let samples = (0..<40).map { sample("Q\($0) D14", SampleLabel(patient: "Q\($0)", sampling: .day(14))) }
        let findings = judged(run(samples))
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(
            finding.text.contains("40 samples") && finding.text.contains("Q0 D14")
                && finding.text.contains("and 32 more"))
        #expect(finding.text.utf8.count < 3000)
    }

    @Test("A good run tells the laboratory nothing")
    func good() {
        #expect(
            judged(
                run([
                    sample("P01 D14", SampleLabel(patient: "P01", sampling: .day(14))),
                    sample("P01 D14", nil, target: "ACTB"),
                ])
            ).isEmpty)
    }

    @Test("Control characters and endless names from files do not reach the text")
    func hostileNames() throws {
        let name = "P01\u{1B}[31m\n" + String(repeating: "x", count: 5000)
        let text = try #require(judged(run([sample(name, nil)])).first).text
        #expect(!text.contains("\u{1B}") && !text.contains("\n") && text.utf8.count < 1000)
        let file = UnreadableFile(path: "/e/a\u{7}b", reason: "the zip\u{0}ends")
        for files in [[file], [file, file]] {
            #expect(!unreadableFinding(files, in: "/e").text.unicodeScalars.contains { $0.value < 32 })
        }
    }

    @Test("Disagreeing repeats are told to the laboratory with both values, and give no patient alert")
    func repeats() throws {
        let findings = judge(patientOne, [measured(14, 1e3, run: "a"), measured(14, 2e5, run: "b")], RuleSettings())
        #expect(findings.map(\.rule) == ["R10"])
        let text = try #require(findings.first).text
        #expect(text.contains("1000") && text.contains("2×10^5"))
    }

    @Test("A physician that the configuration does not know is told to the laboratory")
    func unknownPhysician() {
        let stray = Patient(code: "P01", infusion: infusionDay, physician: "dr_who")
        #expect(
            judge(stray, [measured(14, 1e3)], context: context(patients: [stray], today: "2026-01-30")).map(\.rule) == [
                "R10"
            ])
        #expect(judge(patientOne, [measured(14, 1e3)], context: context(today: "2026-01-30")).isEmpty)
    }

    @Test("No run for more than 30 days is asked about; that there never was one is not")
    func noRun() {
        let last = CalendarDate(iso: "2026-01-01")
        #expect(noRunFinding(lastRun: last, context: context(today: "2026-01-31")) == nil)
        #expect(noRunFinding(lastRun: last, context: context(today: "2026-02-01"))?.text.contains("31 days") == true)
        #expect(noRunFinding(lastRun: nil, context: context()) == nil)
    }
}
