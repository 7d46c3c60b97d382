import Assay
import Testing

@Suite struct SampleNamingTests {
    let naming = SampleNaming()

    @Test(arguments: [
        ("P01 D14", "P01", 14), ("P01_D14", "P01", 14), ("P01-D014", "P01", 14), ("P01 D-7", "P01", -7),
        ("P01_D-7", "P01", -7),
        ("P01 D0", "P01", 0), ("  P01   d690 ", "P01", 690), ("CAR-T.03_b D30", "CAR-T.03_b", 30),
        ("P01 Day 60", "P01", 60),
        ("P-D1-D14", "P-D1", 14), ("P01 D+7", "P01", 7), ("P01\tD7", "P01", 7),
    ])
    func `a name with a day gives patient and day`(name: String, patient: String, day: Int) {
        #expect(naming.label(of: name) == SampleLabel(patient: patient, sampling: .day(day)))
    }

    @Test func `a name with a date gives the date, and a date that is none leaves the sampling unstated`() {
        #expect(naming.label(of: "P01 2026-05-14")?.sampling == CalendarDate(iso: "2026-05-14").map { .date($0) })
        #expect(naming.label(of: "P01_2026-05-14")?.patient == "P01")
        #expect(naming.label(of: "P01 2026-02-30") == SampleLabel(patient: "P01", sampling: .unstated))
    }

    @Test(arguments: [
        "", " ", "P01", "AqFl2-01", "NTC-qPCR", "Standard1", "D14", "P01 D", "P01D14", "P01 D14b", "P01 D14 repeat",
        "Pätient D14", "P01 D١٤",
        "P01 D14\nP02 D14", "P01 D99999", "P 01 D14",
    ])
    func `a name that is not a code and a day is nobody's`(name: String) {
        #expect(naming.label(of: name) == nil)
    }

    @Test func `a code of more than 32 characters and a name beyond the limit are nobody's`() {
        #expect(naming.label(of: String(repeating: "a", count: 33) + " D14") == nil)
        #expect(naming.label(of: "P01 D14" + String(repeating: " ", count: SampleNaming.nameLengthMax)) == nil)
    }

    @Test func `a laboratory's own pattern may leave the day open`() throws {
        let own = try SampleNaming(pattern: "MM(?<patient>[0-9]{3})(?:/t(?<day>[0-9]+))?")
        #expect(own.label(of: "MM012/t30") == SampleLabel(patient: "012", sampling: .day(30)))
        #expect(own.label(of: "MM012") == SampleLabel(patient: "012", sampling: .unstated))
        #expect(own.label(of: "MM012/t99999999999999999999") == SampleLabel(patient: "012", sampling: .unstated))
        #expect(own.label(of: "xMM012") == nil)
    }

    @Test(arguments: [
        "(?<patient>[A-Z", "P[0-9]+", "(?<patient>x)\(String(repeating: "y", count: 1000))",
        "(?<patient>a)(?<patient>b)",
    ])
    func `an unusable pattern is refused with a sentence`(pattern: String) {
        let fault = #expect(throws: SampleNamingFault.self) { try SampleNaming(pattern: pattern) }
        #expect(fault?.description.hasPrefix("The sample pattern") == true)
    }

    @Test(.timeLimit(.minutes(1))) func `a pattern that would search for ever is cut off`() throws {
        let greedy = try SampleNaming(pattern: "(?<patient>(a+)+)!")
        #expect(greedy.label(of: String(repeating: "a", count: 100)) == nil)
    }
}
