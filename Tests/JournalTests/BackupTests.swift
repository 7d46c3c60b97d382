import Assay
import CasebookFixtures
import Foundation
import Testing

@testable import Journal

@Suite struct BackupTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5)]), file("=1+1,\"x\"\u{1B}[31m.lc96p"))
    }

    @Test func `a backup is one verified file, never written over another, and comes back`() throws {
        let copy = scratch.folder.appending(path: "backup.sqlite").path
        let verification = try journal.backup(to: copy)
        #expect(verification.isIntact)
        #expect(verification.head == (try journal.head()))
        #expect(throws: JournalError.self) { try journal.backup(to: copy) }
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: scratch.folder.path).sorted() == [
                "backup.sqlite", "state",
            ])
        let target = scratch.folder.appending(path: "restored.sqlite").path
        #expect(try Journal.restore(copy, to: target).isIntact)
        let restored = try Journal(path: target, readOnly: false)
        #expect(try restored.head() == journal.head())
        try restored.take(run(id: "next", [("P01", 21, 2e5)]), file(content: "n"))
        #expect(try restored.verify(head: verification.head.digest).given == verification.head.sequence)
        #expect(throws: JournalError.self) { try Journal.restore(copy, to: target) }
        #expect(throws: JournalError.self) { try Journal.restore(scratch.folder.path + "/none", to: target + "2") }
    }
}
