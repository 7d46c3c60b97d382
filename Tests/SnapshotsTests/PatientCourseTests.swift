import Assay
import Rules
import Snapshots
import Testing

@Suite struct PatientCourseTests {
    private func measured(_ day: Int, _ copies: Double, run: RunID) -> Rules.Measurement {
        Rules.Measurement(
            result: Int64(day), run: 1, runID: run, saved: nil, sample: "P01 D\(day)", target: "BCMA-CAR-T", day: day,
            quantity: Quantity(.quantified(Estimate(copies)), limits: 10...1e7, unit: "copies/ul gDNA"))
    }

    private func finding(day: Int?, run: RunID?) -> Finding {
        var finding = Finding(
            rule: "R5", severity: .warning, patient: "P01", day: day, subject: "", text: "", advice: "")
        finding.run = run
        return finding
    }

    @Test func `a finding's own result is of its run and day, the last attributed where there are several`() {
        let course = PatientCourse(
            code: "P01",
            measurements: [
                measured(14, 1e5, run: "a"), measured(60, 800, run: "a"), measured(60, 700, run: "b"),
                measured(60, 900, run: "b"),
            ],
            alerts: [], history: [], firstRecord: nil, hasResults: true)
        #expect(course.measurement(of: finding(day: 60, run: "b"))?.copies == 900)
        #expect(course.measurement(of: finding(day: 60, run: "a"))?.copies == 800)
        #expect(course.measurement(of: finding(day: 61, run: "b")) == nil)
        #expect(course.measurement(of: finding(day: nil, run: nil)) == nil)
    }
}
