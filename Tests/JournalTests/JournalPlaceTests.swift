// An open file outlives its name. A journal that nobody finds any more takes nothing, and says so.
import Assay
import CasebookFixtures
import Foundation
import Testing

@testable import Journal

@Suite struct JournalPlaceTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5)]), file())
    }

    private func expectsLoss(_ place: String, _ sourceLocation: SourceLocation = #_sourceLocation) throws {
        for attempt in [
            { try journal.checkPlace() },
            { try journal.take(run(id: "run-2", [("P01", 21, 1e5)]), file(content: "b")) }, { _ = try journal.head() },
        ] {
            let error = #expect(throws: JournalError.self, sourceLocation: sourceLocation) { try attempt() }
            guard case .gone(let sentence)? = error else {
                Issue.record("not gone: \(String(describing: error))", sourceLocation: sourceLocation); return
            }
            #expect(sentence.contains(place), sourceLocation: sourceLocation)
        }
    }

    @Test(arguments: ["", "-wal", "-shm"])
    func `a file of the journal that is deleted is missed before anything is taken`(suffix: String) throws {
        try FileManager.default.removeItem(atPath: scratch.path + suffix)
        try expectsLoss(scratch.path + suffix)
    }

    @Test func `a journal that is moved, or whose folder is, is missed`() throws {
        try FileManager.default.moveItem(atPath: scratch.path, toPath: scratch.path + ".moved")
        try expectsLoss(scratch.path)
    }

    @Test func `another file in its place is not taken for it`() throws {
        let copy = scratch.folder.appending(path: "copy").path
        try FileManager.default.copyItem(atPath: scratch.path, toPath: copy)
        try FileManager.default.removeItem(atPath: scratch.path)
        try FileManager.default.moveItem(atPath: copy, toPath: scratch.path)
        try expectsLoss("another file")
    }

    @Test func `what was committed before its log lost its name is folded into the journal at the end`() throws {
        let head = try journal.head()
        try FileManager.default.removeItem(atPath: scratch.path + "-wal")
        #expect(throws: JournalError.self) { try journal.checkPlace() }
        try journal.close()
        for suffix in ["-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
        let again = try scratch.open()
        #expect(try again.head() == head)
        #expect(try again.verify().isIntact)
    }

    @Test func `an older copy put in its place is noticed at the next record`() throws {
        let older = scratch.folder.appending(path: "older.sqlite").path
        _ = try journal.backup(to: older)
        try journal.take(run(id: "run-2", [("P01", 21, 1e5)]), file(content: "b"))
        let other = try Scratch()
        try FileManager.default.createDirectory(atPath: other.folder.path + "/state", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: older, toPath: other.path)
        let shorter = try other.open()
        #expect(try shorter.holds(try journal.head()) == false)
        #expect(try shorter.holds(try shorter.head()))
    }

    @Test func `where a daemon has written a journal no empty one is begun in silence`() throws {
        do {
            let lock = try #require(try JournalLock(.daemon, journal: scratch.path))
            lock.write(note: Array("{}".utf8))
        }
        try journal.close()
        for file in JournalPlace.files(of: scratch.path) { try? FileManager.default.removeItem(atPath: file) }
        let error = #expect(throws: JournalError.self) { try scratch.open() }
        guard case .damaged(let sentence)? = error else { Issue.record("not refused"); return }
        #expect(sentence.contains(".daemon-lock"))
        try FileManager.default.removeItem(atPath: scratch.path + JournalLock.Part.daemon.rawValue)
        #expect(try scratch.open().head() == .start)
    }
}
