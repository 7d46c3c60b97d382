// What is kept in mind must be what the records say: after every kind of step a journal that remembers answers as one
// that reads everything anew.
import Alerts
import Assay
import CasebookFixtures
import Foundation
import Rules
import Snapshots
import TestSupport
import Testing

@testable import Casebook
@testable import Journal

@Suite struct JournalMemoryTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    private func compare(_ step: String, at now: Date) throws {
        let fresh = try scratch.casebook(readOnly: true)
        for code in ["P01", "P02", "P03"] {
            #expect(try casebook.measurements(of: code) == fresh.measurements(of: code), "\(step), \(code)")
            #expect(try casebook.alerts(ofPatient: code) == fresh.alerts(ofPatient: code), "\(step), \(code)")
            #expect(try casebook.firstRecord(of: code) == fresh.firstRecord(of: code), "\(step), \(code)")
        }
        // Everybody in one pass is everybody one by one.
        for course in try fresh.everyCourse(besides: ["P01", "P02", "P03"], { $0 }) {
            let alone = try fresh.course(of: course.code)
            #expect(course.measurements == alone.measurements && course.alerts == alone.alerts, "\(step)")
            #expect(course.history == alone.history && course.firstRecord == alone.firstRecord, "\(step)")
            #expect(course.hasResults == alone.hasResults, "\(step)")
        }
        #expect(
            try casebook.nextSweep(after: now, context: context()) == fresh.nextSweep(after: now, context: context()),
            "\(step)")
        #expect(try casebook.laboratoryHistory() == fresh.laboratoryHistory(), "\(step)")
    }

    @Test(arguments: [1, 2, 3])
    func `runs, amendments, conflicts, acts and refusals in any order are remembered as they are journaled`(
        seed: UInt64
    ) throws {
        var numbers = SeededNumbers(seed: seed)
        for step in 0..<40 {
            let now = noon + Double(step) * 7200
            let number = Int.random(in: 1...8, using: &numbers)
            let patient = "P0\(Int.random(in: 1...3, using: &numbers))"
            let levels: [Double] = [2e5, 9e4, 2e4, 500, 60]
            let copies = levels.randomElement(using: &numbers) ?? 500
            let kind = Int.random(in: 0..<12, using: &numbers)
            switch kind {
            case 0..<6:
                // The same id again is an amendment, or contradicts what came first.
                let run = run(
                    id: "run-\(number)", serial: kind == 0 ? "S2" : "S1", started: "2026-03-0\(number)T09:00:00",
                    saved: "2026-04-0\(Int.random(in: 1...9, using: &numbers))T10:00:00",
                    [(patient, number * 14, copies)],
                    quality: kind == 1 ? .fail : .pass)
                try casebook.take(run, file("f\(step)", content: "\(step)"), at: now)
            case 6: try casebook.sweepAll(context(), at: now)
            case 7:
                var moved = context()
                moved.configurationDigest = "\(step)"
                moved.patients[patient] = Patient(
                    code: patient, infusion: CalendarDate(iso: "2026-01-0\(number)"), physician: "physician")
                _ = try casebook.adopt(moved, reason: "patients changed", at: now)
            case 10...:
                // A result becomes another patient's, or nobody's: its run stays below the first one's results.
                let sample = "\(patient) D\(number * 14)"
                let act: RunAct =
                    kind == 10 ? .reattribute(sample: sample, patient: "P02", day: number * 14 + 1) : .void
                let person = Person(name: "Ada", user: "ada", note: "swapped \(step)")
                _ = try? casebook.act(act, onRun: RunID("run-\(number)"), by: person, context: context(), at: now)
            default:
                let person = Person(name: "Ada", user: "ada", note: "seen")
                if let alert = try casebook.alerts(all: false).randomElement(using: &numbers) {
                    // Some acts are refused: nothing of them may be remembered.
                    _ = try? casebook.act(
                        kind == 8 ? .acknowledge : .close, onAlert: alert.id, by: person, context: context(), at: now)
                }
            }
            try compare("seed \(seed), step \(step), kind \(kind)", at: now)
        }
    }

    @Test func `what another process journals is remembered too`() throws {
        try casebook.take(run([("P01", 14, 2e5)]), file())
        try compare("first", at: noon)
        let other = try scratch.casebook()
        try other.take(run(saved: "2026-05-01T10:00:00", [("P01", 14, 500)]), file(content: "b"), at: noon + 60)
        try other.sweepAll(context(), at: noon + 120)
        try compare("second", at: noon + 180)
        #expect(try casebook.measurements(of: "P01").map(\.copies) == [500])
    }

    @Test func `a result that has become another's is missed by nobody, however long ago the patient was asked for`()
        throws
    {
        for number in 1...3 {
            try casebook.take(
                run(id: "run-\(number)", started: "2026-03-0\(number)T09:00:00", [("P01", number * 14, 2e5)]),
                file("f\(number)", content: "\(number)"))
        }
        try compare("three runs", at: noon)
        let other = try scratch.casebook()
        let person = Person(name: "Ada", user: "ada", note: "tubes swapped")
        for number in 1...3 {
            let acted = try other.act(
                .reattribute(sample: "P01 D\(number * 14)", patient: "P02", day: number * 14),
                onRun: RunID("run-\(number)"),
                by: person, context: context(), at: noon + Double(number))
            #expect(acted.patients == ["P01", "P02"])
            try compare("act \(number)", at: noon + 10)
        }
        #expect(try casebook.measurements(of: "P01").isEmpty && casebook.measurements(of: "P02").count == 3)
    }
}
