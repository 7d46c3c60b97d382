import Assay
import Casebook
import CasebookFixtures
import Files
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct SeenTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5)]), file())
    }

    private func plant(_ path: String) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { db in
            try db.execute(
                sql:
                    "INSERT OR REPLACE INTO seen (path, size, modified, changed, inode, sequence) VALUES (?, 1, 2, 3, "
                    + "4, 1)",
                arguments: [path])
        }
        try queue.close()
    }

    @Test func `a planted row that hides a plate is found by verification, whole and at a start`() throws {
        #expect(try journal.verify().isIntact)
        #expect(try journal.verifyNewest() == nil)
        try plant("/export/hidden.lc96p")
        #expect(try journal.verify().fault?.reason.contains("/export/hidden.lc96p") == true)
        #expect(try journal.verifyNewest()?.reason.contains("/export/hidden.lc96p") == true)
        #expect(try journal.verifyStructure()?.reason.contains("/export/hidden.lc96p") == true)
    }

    @Test func `a row of a journaled file that got another stamp is found`() throws {
        try plant("/export/run.lc96p")
        #expect(try journal.verify().isIntact == false)
    }

    @Test func `a copy, and a file that was only touched, is a sighting, once`() throws {
        for number in 1...2 {
            #expect(
                try journal.take(run([("P01", 14, 2e5)]), file("copy.lc96p"), stamp: stamp(7)) == .known(sequence: 1))
            #expect(try journal.kinds().filter { $0 == "sighting" }.count == 1, "time \(number)")
        }
        #expect(try journal.take(run([("P01", 14, 2e5)]), file(), stamp: stamp(8)) == .known(sequence: 1))
        #expect(try journal.kinds().filter { $0 == "sighting" }.count == 2)
        #expect(
            try Casebook(journal).knownFiles() == [
                BytePath("/export/copy.lc96p"): stamp(7), BytePath("/export/run.lc96p"): stamp(8),
            ])
        #expect(try journal.verify().isIntact)
    }

    @Test func `a row that was lost costs one reading and no record`() throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { db in try db.execute(sql: "DELETE FROM seen") }
        try queue.close()
        let head = try journal.head()
        #expect(try journal.verify().isIntact)
        #expect(try journal.take(run([("P01", 14, 2e5)]), file()) == .known(sequence: 1))
        #expect(try journal.head() == head)
        #expect(try Casebook(journal).knownFiles().count == 1)
    }
}
