import Assay
import Configuration
import Foundation
import Testing

@Suite("Reading patients.csv")
struct PatientsTableTests {
    private let p01 = Patient(
        code: "P01", infusion: CalendarDate(year: 2026, month: 5, day: 14), dose: "0.5", group: "A", physician: "doctor"
    )

    @Test(
        "spreadsheet habits are accepted",
        arguments: [
            "patient,infusion,dose,group,physician\nP01,2026-05-14,0.5,A,doctor\n",
            "\u{FEFF}patient;infusion;dose;group;physician\r\nP01;14.05.2026;0.5;A;doctor\r\n",
            "Patient,Infusion,Dose,Group,Physician,,\n\n\"P01\",\"14/05/2026\",\"0.5\", A ,doctor,,\n,,,,,,\n",
            "sep=;\npatient;infusion;dose;group;physician\nP01;05/14/2026;0.5;A;doctor",
            "physician\tgroup\tdose\tinfusion\tpatient\ndoctor\tA\t0.5\t2026-05-14 00:00:00\tP01\n",
            "patient,infusion,dose,group,physician\rP01,2026/05/14,0.5,A,doctor\r",
            "patient,infusion,dose,group,physician\nP01,2026-05-14,0.5,A,doctor\nP01,14/05/2026,0.5,A,doctor\n",
        ])
    func habits(table: String) throws { #expect(try patients(table) == ["P01": p01]) }

    @Test("UTF-16 with a byte-order mark is read")
    func utf16() throws {
        let table = "patient\tinfusion\tdose\tgroup\tphysician\nP01\t2026-05-14\t0.5\tA\tdoctor\n"
        let bytes = try #require(("\u{FEFF}" + table).data(using: .utf16LittleEndian))
        #expect(faults(minimal, patients: bytes).isEmpty)
    }

    @Test("a quoted field may hold the delimiter, and quotation marks twice")
    func quoted() throws {
        let table = "patient,infusion,dose,group,physician\nP01,2026-05-14,\"0,5 \"\"low\"\"\",A,doctor\n"
        #expect(try patients(table)["P01"]?.dose == "0,5 \"low\"")
    }

    @Test("an infusion not known yet is empty, and an end has its reason")
    func optional() throws {
        let read = try patients(header + "P01,,,,doctor,,\nP02,2026-05-14,,,doctor,2026-06-07,death\n")
        #expect(read["P01"]?.infusion == nil)
        #expect(read["P02"]?.ended == CalendarDate(year: 2026, month: 6, day: 7))
        #expect(read["P02"]?.endReason == "death")
    }

    @Test("a date that may mean two days is refused with line and column, and the fix is ISO")
    func ambiguous() {
        let found = patientFaults(header + "P01,2026-05-14,,,doctor,,\n\nP02,05/04/2026,,,doctor,,\n")
        #expect(found.map(\.line) == [4])
        #expect(found.map(\.column) == [2])
        #expect(found.first?.key == "infusion")
        #expect(found.first?.fix.contains("2026-04-05") == true)
    }

    @Test("day and month that are equal mean one day")
    func equal() throws {
        #expect(try patients(header + "P01,05/05/2026,,,doctor,,\n")["P01"]?.infusion?.iso == "2026-05-05")
    }

    @Test(
        "what is no date is refused",
        arguments: ["31/02/2026", "14/05/26", "46156", "May 14", "2026-13-01", "2026-05-14 13:37", "١٤/٠٥/٢٠٢٦"])
    func noDate(text: String) {
        let found = patientFaults(header + "P01,\(text),,,doctor,,\n")
        #expect(found.map(\.key) == ["infusion"])
        #expect(found.map(\.line) == [2])
    }

    @Test("rows that contradict each other are refused and name the other line")
    func contradiction() {
        let found = patientFaults(header + "P01,2026-05-14,,,doctor,,\nP01,2026-05-15,,,doctor,,\n")
        #expect(found.map(\.line) == [3])
        #expect(found.map(\.column) == [2])
        #expect(found.first?.message.contains("line 2") == true)
    }

    @Test("a further row with a later date is a further infusion, in whatever order the rows stand; its end is its own")
    func furtherInfusion() throws {
        let read = try #require(
            try patients(
                header
                    + "P01,2027-01-20,2,A,doctor,2027-06-01,death\nP01,2026-05-14,1,A,doctor,2026-12-01,other "
                    + "treatment\n"
            )["P01"])
        #expect(read.infusion?.iso == "2026-05-14" && read.firstEnded?.iso == "2026-12-01" && read.dose == "2")
        #expect(
            read.further.map(\.date.iso) == ["2027-01-20"] && read.ended?.iso == "2027-06-01"
                && read.endReason == "death")
        let found = patientFaults(header + "P01,2026-05-14,,,doctor,,\nP01,2026-06-12,,,doctor,,\n")
        #expect(found.map(\.line) == [3] && found.first?.fix.contains("30 days") == true)
        #expect(patientFaults(header + "P01,2026-05-14,,,doctor,,\nP01,,,,doctor,,\n").map(\.line) == [3])
    }

    @Test("a patient's target is one of the assay's")
    func target() throws {
        let columns = "patient,infusion,dose,group,physician,target\n"
        #expect(try patients(columns + "P01,2026-05-14,,,doctor,bcma-car-t\n")["P01"]?.target == "bcma-car-t")
        #expect(patientFaults(columns + "P01,2026-05-14,,,doctor,CD19\n").map(\.key) == ["target"])
    }

    @Test("every faulty row is told", arguments: ["P 01", "", "P01;", String(repeating: "x", count: 33), "Müller"])
    func code(text: String) {
        let found = patientFaults(header + "\(text),2026-05-14,,,doctor,,\nP02,never,,,doctor,,\n")
        #expect(found.map(\.line) == [2, 3])
        #expect(found.map(\.column) == [1, 2])
    }

    @Test("columns that are missing, unknown or double are refused")
    func columns() {
        #expect(patientFaults("patient,infusion,dose,group\n").map(\.key) == ["physician"])
        #expect(patientFaults("patient,infusion,dose,group,physician,name\n").map(\.column) == [6])
        #expect(patientFaults("patient,infusion,dose,group,physican\n").first?.fix == "did you mean `physician`?")
        #expect(patientFaults("patient,infusion,dose,group,physician,dose\n").map(\.column) == [6])
        #expect(patientFaults("").map(\.line) == [1])
    }

    @Test("an end before the infusion, an open quotation mark and a field too many are refused")
    func rows() {
        #expect(patientFaults(header + "P01,2026-05-14,,,doctor,2026-05-01,\n").map(\.key) == ["ended"])
        #expect(patientFaults(header + "P01,2026-05-14,\"0.5,A,doctor,,\n").map(\.line) == [2])
        #expect(patientFaults(header + "P01,2026-05-14,,A,doctor,,,,x\n").map(\.column) == [9])
    }

    @Test("text that is not UTF-8 names its line")
    func encoding() {
        let found = faults(minimal, patients: Data((header + "P01,2026-05-14,").utf8) + [0xD7, 0x0A])
        #expect(found.map(\.line) == [2])
    }

    @Test("an infusion in the future and an unknown physician are warnings")
    func warnings() throws {
        let today = try #require(CalendarDate(year: 2026, month: 5, day: 13))
        let configuration = try read(
            minimal, patients: header + "P01,2026-05-14,,,doctor,,\nP02,2026-05-13,,,house,,\n", today: today)
        #expect(configuration.warnings.map(\.key) == ["infusion", "physician"])
        #expect(configuration.warnings.map(\.line) == [2, 3])
        #expect(configuration.patients.count == 2)
    }

    @Test("ten thousand patients are read")
    func many() throws {
        let rows = (0..<10_000).map { "P\($0),2026-05-14,0.5,A,doctor,,\n" }
        #expect(try patients(header + rows.joined()).count == 10_000)
    }

    @Test("a quotation mark that nobody closes is found where it opens, however long the file")
    func openQuote() {
        let rows = (1...5000).map { "Q\($0),2026-01-01,a,b,doctor,,\n" }.joined()
        let found = patientFaults(header + "P01,2026-01-01,\"a,b,doctor,,\n" + rows)
        #expect(found.count == 1 && found.first?.line == 2 && found.first?.message.contains("never closes") == true)
    }

    @Test("rows beyond the limit and rows without end are refused")
    func bounds() {
        let many = patientFaults(header + (0...50_000).map { "Q\($0),2026-01-01,a,b,doctor,,\n" }.joined())
        #expect(many.map(\.message) == ["the table has more than 50000 rows"])
        #expect(
            patientFaults(header + String(repeating: "x", count: 100_000)).map(\.message) == [
                "the row is longer than 64 KB"
            ])
    }
}
