// Journals as every released version left them must open, verify and go on under this code.
//
// Tests/Released/schema-1.sqlite: made on 2026-11-26 by version 0.1.0, commit 16380b0: `cqwatch init`, the patients and
// plate 2 of `cqwatch simulate paper --seed 1`, a result table and a file that is no run; the daemon took them, one
// alert was acknowledged, SIGTERM. A new schema gets a file of its own here before the next release changes it.
//
// Tests/Released/schema-3.sqlite: made on 2026-11-28 by the version before sightings (commit e82189c): the same cohort
// and plate, a copy of its file under another name, which is noted as looked at though no record says so, and a file
// that is no run; SIGTERM.
//
// Tests/Released/schema-7.sqlite: made on 2026-11-29 by the version of the hospital's interface and of courses (commit
// 66adf5a): the same cohort and plate and a file that is no run, then `cqwatch interface` before a receiver that closed,
// took one message and refused the next: four are accepted, one is set aside, one waits behind it; SIGTERM.
import Alerts
import Assay
import Casebook
import CasebookFixtures
import Files
import Foundation
import GRDB
import Hospital
import Rules
import Testing

@testable import Journal

@Suite struct MigrationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Released")
    /// File, records and head as the released version's own `journal verify` printed them.
    private static let released: [(name: String, records: Int64, head: String, open: Int)] = [
        ("schema-1", 52, "a76d28f635bc689e7d9ac1cbca3d5111fed0003f265e36aab7984d835b034850", 5),
        ("schema-3", 35, "e2b73a02cde37791cc702317d605944a3abdc49da058d3a6426fc1ab52033baa", 5),
        ("schema-7", 55, "26139fd55859ecf062ff98ce1efc55de4b24e395b08992577b96c938f6f81f31", 6),
    ]
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "state"), withIntermediateDirectories: true)
    }

    @Test(arguments: released)
    func `a released journal opens, verifies with the head it had, and goes on`(
        name: String, records: Int64, head: String, open: Int
    ) throws {
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: name + ".sqlite").path, toPath: scratch.path)
        let journal = try scratch.open()
        let before = try journal.verify(head: head)
        #expect(before.isIntact && before.records == records && before.given == records)
        #expect(try Casebook(journal).alerts(all: false).count == open)
        #expect(try Casebook(journal).measurements(of: "P01").count == 1)
        try journal.take(run([("P01", 14, 2e5)]), file())
        let after = try journal.verify(head: head)
        #expect(after.isIntact && after.given == records && after.records > records)
        try journal.close()
        // And once more, as a second start.
        #expect(try scratch.open(readOnly: true).verify(head: head).isIntact)
    }

    @Test func `an act of a person reads as it was written`() throws {
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "schema-1.sqlite").path, toPath: scratch.path)
        #expect(
            try scratch.casebook().alerts(all: true).filter { $0.state == .acknowledged }.map(\.finding.rule) == ["R10"]
        )
    }

    @Test func `receipts of a version that did not say how far the others had come read on from the cursor`() throws {
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "schema-7.sqlite").path, toPath: scratch.path)
        let casebook = try scratch.casebook()
        var settings = InterfaceSettings()
        (settings.site, settings.hl7) = ("LAB1", HL7Settings())
        #expect(try casebook.interfaceCounts(.hl7)[.accepted] == 4)
        #expect(try casebook.openMessages().map(\.message) == ["LAB1-000000014"])
        #expect(try casebook.interfaceOwed(.hl7, settings: settings) == 1)
        let place = try casebook.interfacePlace(.hl7)
        #expect(place.cursor == 13 && place.reached == 13)
        let page = try casebook.interfacePage(.hl7, after: place.reached, settings: settings)
        #expect(page.parked == ["P02": 14] && page.events.isEmpty)
        let ann = Person(name: "Ann", user: "ann", note: "known")
        try casebook.decideInterface("LAB1-000000014", .skipped, by: ann, context: context(), at: noon)
        #expect(
            try casebook.interfacePage(.hl7, after: place.reached, settings: settings).events.map(\.patient) == ["P02"])
    }

    @Test func `what was noted of files without a record that says so is forgotten, and so read once more`() throws {
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "schema-3.sqlite").path, toPath: scratch.path)
        let noted = try scratch.casebook().knownFiles().keys.map {
            $0.text.split(separator: "/").last.map(String.init) ?? ""
        }
        #expect(noted.sorted() == ["2024-07-16_CAR-T_plate-002.lc96p", "notes.txt"])
    }

    @Test func `an older journal that was changed is refused before it is brought up to date`() throws {
        try FileManager.default.copyItem(
            atPath: Self.folder.appending(path: "schema-3.sqlite").path, toPath: scratch.path)
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { db in try db.execute(sql: "CREATE TRIGGER x AFTER DELETE ON seen BEGIN SELECT 1; END") }
        try queue.close()
        let error = #expect(throws: JournalError.self) { try scratch.open() }
        guard case .damaged? = error else { Issue.record("not refused"); return }
        let applied = try DatabaseQueue(path: scratch.path).read { db in try Schema.migrator.appliedMigrations(db) }
        #expect(applied.count == 3)
    }

    @Test func `every released journal kept here is tested`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter {
            $0.hasSuffix(".sqlite")
        }
        #expect(files.sorted() == Self.released.map { $0.name + ".sqlite" }.sorted())
    }
}
