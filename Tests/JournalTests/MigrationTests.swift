// Journals as every released version left them must open, verify and go on under this code.
//
// Tests/Released/schema-1.sqlite: made on 2026-11-26 by version 0.1.0, commit 16380b0: `cqwatch init`, the patients and
// plate 2 of `cqwatch simulate paper --seed 1`, a result table and a file that is no run; the daemon took them, one
// alert was acknowledged, SIGTERM. A new schema gets a file of its own here before the next release changes it.
//
// Tests/Released/schema-3.sqlite: made on 2026-11-28 by the version before sightings (commit e82189c): the same cohort
// and plate, a copy of its file under another name, which is noted as looked at though no record says so, and a file
// that is no run; SIGTERM.
import Alerts
import Assay
import Casebook
import CasebookFixtures
import Files
import Foundation
import GRDB
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
