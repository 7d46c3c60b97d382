import Assay
import Fixtures
import Testing

@testable import Alerts
@testable import Rules

struct AttributionTests {
    private let day14 = SampleLabel(patient: "P01", sampling: .day(14))

    private func withheld(_ sample: SampleAnalysis, _ run: RunAnalysis? = nil, _ context: RuleContext = context())
        -> Attribution
    {
        attribute(sample, in: run ?? ofOne(sample), context: context)
    }
    private func ofOne(_ sample: SampleAnalysis) -> RunAnalysis { run([sample]) }

    @Test("A good sample finds its patient and day and is not withheld")
    func good() {
        #expect(
            withheld(sample("P01 D14", day14))
                == Attribution(patient: "P01", day: 14, withheld: nil, toLaboratory: false))
    }

    @Test(
        "A dilution beside its neat sample is no patient's business, and nobody is told; one alone is a name that nobody can attribute"
    )
    func dilution() {
        let diluted = sample("P01 D14 1:10", nil)
        let beside = withheld(diluted, run([sample("P01 D14", day14), diluted]))
        #expect(
            beside.patient == nil && beside.withheld?.contains("dilution of P01 D14") == true && !beside.toLaboratory)
        #expect(withheld(diluted).toLaboratory)
    }

    @Test("A sampling date becomes the day after the infusion")
    func date() {
        let label = SampleLabel(patient: "P01", sampling: .date(CalendarDate(iso: "2026-01-24").unsafelyKnown))
        let found = withheld(sample("P01 2026-01-24", label))
        #expect(found.day == 14 && found.withheld == nil)
    }

    @Test(
        "With two infusions the run's date says from which a day counts; where it may be either the sample is to be named by its date"
    )
    func furtherInfusion() {
        func attributed(_ day: Int, _ started: String, second: String = "2026-09-01") -> Attribution {
            let patient = Patient(
                code: "P01", infusion: infusionDay, physician: "dr_a",
                further: [.init(date: CalendarDate(iso: second).unsafelyKnown)])
            let one = sample("P01 D\(day)", SampleLabel(patient: "P01", sampling: .day(day)))
            return withheld(one, run([one], started: started + "T09:00:00"), context(patients: [patient]))
        }
        #expect(
            attributed(14, "2026-01-25") == Attribution(patient: "P01", day: 14, withheld: nil, toLaboratory: false))
        #expect(
            attributed(14, "2026-09-16")
                == Attribution(patient: "P01", day: 234 + 14, withheld: nil, toLaboratory: false))
        // Day 250 after the first is a day of the second course.
        #expect(attributed(250, "2026-09-18").day == 250)
        #expect(attributed(14, "2026-06-01").withheld?.contains("contradicts") == true)
        let either = attributed(14, "2026-02-23", second: "2026-02-09")
        #expect(
            either.day == nil && either.withheld?.contains("name the sample by its date") == true && either.toLaboratory
        )
    }

    @Test("An unknown patient code is withheld and told to the laboratory")
    func unknownPatient() throws {
        let found = withheld(sample("P77 D14", SampleLabel(patient: "P77", sampling: .day(14))))
        #expect(found.patient == nil && found.toLaboratory)
        #expect(try #require(found.withheld).contains("P77"))
    }

    @Test("A patient without an infusion date is withheld")
    func noInfusion() throws {
        let patient = Patient(code: "P01", infusion: nil, physician: "dr_a")
        let found = withheld(sample("P01 D14", day14), nil, context(patients: [patient]))
        #expect(found.patient == "P01" && found.toLaboratory)
        #expect(try #require(found.withheld).contains("no infusion date"))
    }

    @Test("A name without a day is withheld")
    func noDay() throws {
        let found = withheld(sample("P01", SampleLabel(patient: "P01", sampling: .unstated)))
        #expect(found.patient == "P01" && found.day == nil && found.toLaboratory)
        #expect(try #require(found.withheld).contains("sampling day"))
    }

    @Test(
        "A run must start 0 to 30 days after the sampling day",
        arguments: [
            ("2026-01-23T10:00:00", false), ("2026-01-24T00:00:01", true), ("2026-02-23T23:59:59", true),
            ("2026-02-24T00:00:00", false),
        ])
    func contradiction(started: String, fits: Bool) {
        let s = sample("P01 D14", day14)
        let found = withheld(s, run([s], started: started))
        #expect((found.withheld == nil) == fits, "\(String(describing: found.withheld))")
        #expect(found.toLaboratory == !fits)
        #expect(found.day == 14)
    }

    @Test("A start in the future is withheld")
    func future() throws {
        let s = sample("P01 D14", day14)
        let found = withheld(s, run([s], started: "2026-01-25T09:00:00"), context(today: "2026-01-24"))
        #expect(try #require(found.withheld).contains("future"))
    }

    @Test("A run without a start is withheld, a trusted table is not")
    func noStart() {
        let s = sample("P01 D14", day14)
        #expect(withheld(s, run([s], started: nil)).withheld != nil)
        #expect(withheld(s, run([s], started: nil, format: .table), context(tablesTrusted: true)).withheld == nil)
        let untrusted = withheld(s, run([s], started: nil, format: .table))
        #expect(untrusted.withheld != nil && untrusted.toLaboratory && untrusted.patient == "P01")
    }

    @Test("Another unit is never compared; spelling of the micro sign does not matter")
    func unit() {
        #expect(withheld(sample("P01 D14", day14, unit: "copies/ug gDNA")).withheld != nil)
        #expect(withheld(sample("P01 D14", day14, unit: "copies/µl gDNA")).withheld == nil)
    }

    @Test("An invalid sample is withheld with its own reasons")
    func invalid() throws {
        let found = withheld(sample("P01 D14", day14, reasons: ["inadequate sample: ACTB Cq 33.1 is later than 30"]))
        #expect(try #require(found.withheld).contains("Inadequate sample: ACTB Cq 33.1 is later than 30."))
        #expect(found.toLaboratory)
    }

    @Test("A failed run withholds all its values; the run's own finding says so to the laboratory")
    func failedRun() throws {
        let s = sample("P01 D14", day14)
        let failed = run(
            [s], quality: [QualityFinding(rule: "standard_curve.slope", status: .fail, detail: "slope -4.1")])
        let found = withheld(s, failed)
        #expect(found.withheld != nil && !found.toLaboratory)
        #expect(found.patient == "P01" && found.day == 14)
    }

    @Test("What a failed run did to its values is not told twice, but a wrong name on it still is")
    func failedRunTellsOnce() {
        let failed = [QualityFinding(rule: "standard_curve", status: .fail, detail: "no line")]
        let spoilt = sample("P01 D14", day14, copies: nil, reasons: ["the levels do not lie on one line"])
        #expect(!withheld(spoilt, run([spoilt], quality: failed)).toLaboratory)
        let stray = sample("P77 D14", SampleLabel(patient: "P77", sampling: .day(14)))
        #expect(withheld(stray, run([stray], quality: failed)).toLaboratory)
    }

    @Test("Reference samples, controls and unknown targets are nobody's alert")
    func aside() {
        for s in [sample("P01 D14", day14, target: "ACTB"), sample("P01 D14", day14, target: "XYZ")] {
            let found = withheld(s)
            #expect(found.patient == nil && found.withheld != nil && !found.toLaboratory)
        }
        let water = sample("water", nil)
        #expect(!withheld(water, run([water], types: ["water": .ntc])).toLaboratory)
        #expect(withheld(water).toLaboratory)
    }

    @Test("A value without number, limit or sign is withheld")
    func unusable() {
        for s in [
            sample("P01 D14", day14, copies: nil), sample("P01 D14", day14, copies: .nan),
            sample("P01 D14", day14, copies: 0),
            sample("P01 D14", day14, copies: nil, lloq: 0, below: true),
        ] {
            #expect(withheld(s).withheld != nil)
        }
        #expect(withheld(sample("P01 D14", day14, copies: nil, below: true)).withheld == nil)
    }
}
