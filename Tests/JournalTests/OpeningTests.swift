import Assay
import Casebook
import CasebookFixtures
import Foundation
import GRDB
import Glibc
import Testing

@testable import Journal

@Suite struct OpeningTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    private func sentence(_ readOnly: Bool = false) -> String? {
        do { _ = try Journal(path: scratch.path, readOnly: readOnly) } catch { return error.sentence }
        return nil
    }

    private func permissions(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test func `a new journal syncs every commit, checks references, and is nobody else's to read`() throws {
        let journal = try scratch.open()
        let (synchronous, references, mode) = try journal.pool.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"), try Int.fetchOne(db, sql: "PRAGMA foreign_keys"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode")
            )
        }
        #expect(synchronous == 2)
        #expect(references == 1)
        #expect(mode == "wal")
        #expect(try permissions(scratch.path) & 0o027 == 0)
        #expect(try permissions(scratch.folder.appending(path: "state").path) & 0o027 == 0)
    }

    @Test func `a journal that is missing is not made for a reader`() {
        #expect(sentence(true)?.contains("No such file") == true)
        #expect(!FileManager.default.fileExists(atPath: scratch.path))
    }

    @Test func `another program's database, and no database at all, are refused and left alone`() throws {
        try FileManager.default.createDirectory(
            at: scratch.folder.appending(path: "state"), withIntermediateDirectories: true)
        try Data(repeating: 65, count: 5000).write(to: URL(filePath: scratch.path))
        #expect(sentence()?.contains("no SQLite database") == true)
        #expect(try Data(contentsOf: URL(filePath: scratch.path)) == Data(repeating: 65, count: 5000))
        try FileManager.default.removeItem(atPath: scratch.path)
        try DatabaseQueue(path: scratch.path).write { db in try db.execute(sql: "CREATE TABLE record (x)") }
        #expect(sentence()?.contains("not a cqwatch journal") == true)
    }

    @Test func `a journal of a newer version is refused`() throws {
        try scratch.open().close()
        try DatabaseQueue(path: scratch.path).write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')")
        }
        #expect(sentence()?.contains("newer version") == true)
        #expect(sentence(true)?.contains("newer version") == true)
    }

    @Test func `a reader works beside a writer and cannot write`() throws {
        let writer = try scratch.open()
        let reader = try scratch.open(readOnly: true)
        try writer.take(run([("P01", 14, 2e5)]), file())
        #expect(try Casebook(reader).status(dayStart: noon).records == 5)
        #expect(try Casebook(reader).alerts(all: false).count == 1)
        #expect(throws: JournalError.self) { try reader.take(run(id: "x", [("P01", 21, 2e5)]), file(content: "x")) }
    }

    @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
    func `a user who may read the directory but not write to it can read a journal nobody has open`() async throws {
        let journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5)]), file())
        try journal.close()
        let path = scratch.path
        for entry in [scratch.folder.path, scratch.folder.appending(path: "state").path] { chmod(entry, 0o755) }
        for suffix in ["", "-wal", "-shm"] { chmod(path + suffix, 0o644) }
        await #expect(processExitsWith: .success) { [path = path as String] in
            guard setuid(65_534) == 0 else { exit(2) }
            do {
                let reader = try Journal(path: path, readOnly: true)
                exit(try Casebook(reader).status(dayStart: noon).records == 5 ? 0 : 3)
            } catch {
                print(error)
                exit(4)
            }
        }
    }
}
