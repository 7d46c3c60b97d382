import Alerts
import Assay
import CasebookFixtures
import Files
import Foundation
import Rules
import Testing

@testable import Casebook
@testable import Journal

@Suite struct ReattributionTests {
    let scratch: Scratch
    let casebook: Casebook

    init() throws {
        scratch = try Scratch()
        casebook = try scratch.casebook()
    }

    /// The context with these infusions; nil takes the patient out of the file.
    private func corrected(_ infusions: [String: String?]) -> JudgementContext {
        var corrected = context()
        for (code, infusion) in infusions {
            corrected.patients[code] = infusion.map {
                Patient(code: code, infusion: CalendarDate(iso: $0), physician: "physician")
            }
        }
        corrected.configurationDigest = "\(infusions.sorted { $0.key < $1.key })"
        return corrected
    }

    @discardableResult
    private func adopt(_ context: JudgementContext) throws -> Adopted? {
        try casebook.adopt(context, reason: "patients changed", at: noon)
    }

    /// What people see of a patient: values in force and alerts not corrected.
    private func state(_ casebook: Casebook) throws -> [String] {
        let values = try casebook.patients().flatMap { code in
            try casebook.measurements(of: code).map {
                "\(code) D\($0.day ?? -1) \($0.copies ?? -1) \($0.withheld ?? "valid")"
            }
        }
        let alerts = try casebook.alerts(all: true).filter { $0.state != .corrected }.map {
            "\($0.finding.rule) \($0.finding.patient ?? "") \($0.finding.day ?? -1) \($0.finding.subject) "
                + "\($0.finding.severity.rawValue)"
        }
        return (values + alerts).sorted()
    }

    @Test func `a patient who enters the file after the run gets its results, by records that name the old ones`()
        throws
    {
        let without = corrected(["P01": nil])
        try adopt(without)
        try casebook.take(run([("P01", 14, 2e5)]), file(), context: without)
        #expect(try casebook.patients().isEmpty)
        #expect(try casebook.alerts(all: false).map(\.finding.rule) == ["R10"])
        let old = try #require(try casebook.journal.tail(10).first { $0.kind == "result" })
        let adopted = try #require(try adopt(context()))
        #expect(adopted.results == 1)
        #expect(adopted.patients == ["P01"])
        #expect(
            adopted.alerts.map { "\($0.alert.finding.rule) \($0.event.rawValue)" } == ["R10 corrected", "R1 raised"])
        let new = try #require(
            try casebook.journal.tail(10).first { $0.kind == "result" && $0.sequence > old.sequence })
        #expect(new.about == old.about)
        #expect(new.body.contains("\"amends\":\(old.sequence)"))
        #expect(try casebook.measurements(of: "P01").map(\.withheld) == [nil])
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a corrected infusion date takes alerts back, raises others, and tells who was told first`() throws {
        // Named by date: the day follows the infusion.
        var dated = run([("P01", 90, 50)])
        dated.samples[0].name = "P01 2026-04-01"
        dated.samples[0].label = SampleLabel(
            patient: "P01", sampling: .date(try #require(CalendarDate(iso: "2026-04-01"))))
        try adopt(context())
        try casebook.take(dated, file())
        let first = try casebook.alerts(all: false).filter { $0.finding.rule == "R5a" }
        #expect(first.map(\.finding.day) == [90])
        // Infused a month and a half later: day 45, before the rule is armed.
        let adopted = try #require(try adopt(corrected(["P01": "2026-02-15"])))
        #expect(adopted.results == 1)
        #expect(try casebook.measurements(of: "P01").map(\.day) == [45])
        #expect(try casebook.alert(first[0].id)?.state == .corrected)
        let corrections = try casebook.owedDeliveries(at: noon).ready.filter {
            $0.event == .corrected && $0.alert.id == first[0].id
        }
        #expect(corrections.map(\.channel) == [.log, .hook("page")])
        #expect(corrections.allSatisfy { $0.recipients == ["physician"] })
        // And back again.
        try adopt(context())
        #expect(try casebook.measurements(of: "P01").map(\.day) == [90])
        #expect(try casebook.alerts(all: false).filter { $0.finding.rule == "R5a" }.map(\.finding.day) == [90])
        #expect(try casebook.journal.verify().isIntact)
    }

    @Test func `a date that now contradicts the run withholds the value, and the laboratory hears of it`() throws {
        try adopt(context())
        try casebook.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
        try adopt(corrected(["P01": "2025-06-01"]))
        #expect(try casebook.measurements(of: "P01").first?.withheld?.contains("contradicts") == true)
        #expect(try casebook.measurements(of: "P02").map(\.withheld) == [nil])
        #expect(try casebook.alerts(all: false).map(\.finding.rule).contains("R10"))
        #expect(try casebook.alerts(all: true).filter { $0.finding.rule == "R1" }.map(\.state) == [.corrected])
    }

    @Test func `what concerns nobody's results adds only the configuration's record, and the same file nothing`() throws
    {
        try adopt(context())
        try casebook.take(run([("P01", 14, 2e5)]), file())
        let before = try casebook.journal.kinds()
        let adopted = try #require(try adopt(corrected(["P07": "2026-03-01"])))
        #expect(adopted.results == 0)
        #expect(try casebook.journal.kinds() == before + ["configuration"])
        let record = try #require(try casebook.journal.tail(1).first)
        #expect(record.body.contains("\"2026-01-01\"") && record.body.contains("\"2026-03-01\""))
        #expect(try adopt(corrected(["P07": "2026-03-01"])) == nil)
    }

    @Test
    func `a patient who leaves the file keeps results and alerts; one who comes back finds those of the time between`()
        throws
    {
        try adopt(context())
        try casebook.take(run([("P01", 14, 2e5)]), file())
        let before = try state(casebook)
        let gone = corrected(["P01": nil])
        try adopt(gone)
        #expect(try state(casebook) == before)
        try casebook.take(run(id: "run-2", [("P01", 21, 1e5)]), file(content: "b"), context: gone)
        #expect(try casebook.measurements(of: "P01").count == 1)
        try adopt(context())
        #expect(try casebook.measurements(of: "P01").map(\.withheld) == [nil, nil])
    }

    @Test func `only saves in force are touched, and an identity conflict stays withheld`() throws {
        try adopt(context())
        try casebook.take(run(saved: "2026-04-01", [("P01", 14, 2e5)]), file(content: "1"))
        try casebook.take(run(saved: "2026-04-02", [("P01", 14, 3e5)]), file(content: "2"))
        try casebook.take(run(serial: "S2", [("P01", 14, 4e5)]), file(content: "3"))
        let adopted = try #require(try adopt(corrected(["P01": "2026-01-03"])))
        // The name says day 14: only the contradiction can change, and the run lies before day 14 now.
        #expect(adopted.results == 2)
        let held = try casebook.measurements(of: "P01")
        #expect(held.map(\.copies) == [3e5, 4e5])
        #expect(held.allSatisfy { $0.withheld != nil })
        #expect(held[1].withheld?.contains("serial or start differ") == true)
    }

    /// Patients, plates and corrections drawn by seed: whatever the corrections on the way, what people see in the end
    /// is what they would see had the last patients file held from the start.
    @Test(arguments: UInt64(1)...12)
    func `corrections lead where the right file would have led`(seed: UInt64) throws {
        var numbers = Lehmer(seed)
        let files: [JudgementContext] = (0..<4).map { _ in
            corrected([
                "P01": numbers.pick(["2026-01-01", "2026-01-05", "2025-12-20", nil]),
                "P02": numbers.pick(["2026-01-01", "2026-02-01", nil]),
            ])
        }
        let plates = (1...6).map { n in
            let day = numbers.pick([7, 14, 30, 60, 90, 150])
            return run(
                id: "run-\(n)",
                [("P01", day, numbers.pick([50, 500, 9e3, 3e4, 2e5])), ("P02", day, numbers.pick([60, 2e4, 3e5]))])
        }
        for (index, plate) in plates.enumerated() {
            let file = files[min(index / 2, 3)]
            try adopt(file)
            try casebook.take(plate, SourceFile(path: "p\(index)", sha256: "\(index)", size: 1), context: file)
        }
        let last = files[3]
        // A patient who has left keeps what was known: only those still in the file are compared.
        let known = ["P01", "P02"].filter { last.patients[$0] != nil }
        try adopt(last)
        let straight = try Scratch()
        let right = try straight.casebook()
        for (index, plate) in plates.enumerated() {
            try right.take(plate, SourceFile(path: "p\(index)", sha256: "\(index)", size: 1), context: last)
        }
        func seen(_ casebook: Casebook) throws -> [String] {
            try state(casebook).filter { line in known.contains { line.contains("\($0) D") && !line.contains("R10") } }
        }
        #expect(try seen(casebook) == seen(right))
        #expect(try casebook.journal.verify().isIntact)
    }
}

/// A small seeded generator (Park and Miller).
private struct Lehmer {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed &* 7919 % 2_147_483_647 }
    mutating func pick<T>(_ of: [T]) -> T {
        state = state &* 48_271 % 2_147_483_647
        return of[Int(state % UInt64(of.count))]
    }
}
