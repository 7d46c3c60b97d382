// Journals as every released version left them must open, verify and go on under this code.
//
// Tests/Released/schema-1.sqlite: made on 2026-11-26 by version 0.1.0, commit 16380b0: `cqwatch init`, the patients and plate 2 of `cqwatch simulate
// paper --seed 1`, a result table and a file that is no run; the daemon took them, one alert was acknowledged, SIGTERM. A new schema gets a
// file of its own here before the next release changes it.
import Foundation
import GRDB
import Judgement
import Testing

@testable import Journal

@Suite struct MigrationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Released")
    /// File, records and head as the released version's own `journal verify` printed them.
    private static let released: [(name: String, records: Int64, head: String)] = [
        ("schema-1", 52, "a76d28f635bc689e7d9ac1cbca3d5111fed0003f265e36aab7984d835b034850")
    ]
    let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try FileManager.default.createDirectory(at: scratch.folder.appending(path: "state"), withIntermediateDirectories: true)
    }

    @Test(arguments: released)
    func `a released journal opens, verifies with the head it had, and goes on`(name: String, records: Int64, head: String) throws {
        try FileManager.default.copyItem(atPath: Self.folder.appending(path: name + ".sqlite").path, toPath: scratch.path)
        let journal = try scratch.open()
        let before = try journal.verify(head: head)
        #expect(before.isIntact && before.records == records && before.given == records)
        #expect(try journal.alerts(all: false).count == 5)
        #expect(try journal.alerts(all: true).filter { $0.state == .acknowledged }.map(\.finding.rule) == ["R10"])
        #expect(try journal.measurements(of: "P01").count == 1)
        try journal.take(run([("P01", 14, 2e5)]), file())
        let after = try journal.verify(head: head)
        #expect(after.isIntact && after.given == records && after.records > records)
        try journal.close()
        // And once more, as a second start.
        #expect(try scratch.open(readOnly: true).verify(head: head).isIntact)
    }

    @Test func `every released journal kept here is tested`() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { $0.hasSuffix(".sqlite") }
        #expect(files.sorted() == Self.released.map { $0.name + ".sqlite" })
    }
}
