// What queries show passes through the schema: a definition changed behind the chain's back must be found, and nothing
// written through it.
import Assay
import CasebookFixtures
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct SchemaCheckTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
    }

    /// What a database tool can do, on the whole schema.
    private func edit(_ statements: String) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA writable_schema = ON; " + statements) }
        try queue.close()
        // As after a restart of SQLite: the indexes are filled by the new definitions.
        let again = try DatabaseQueue(path: scratch.path)
        try again.writeWithoutTransaction { db in try db.execute(sql: "REINDEX") }
        try again.close()
    }

    private static let edits = [
        // Every alert is shown as closed.
        "UPDATE sqlite_master SET sql = replace(sql, 'THEN body->>''$.state'' END) VIRTUAL,\n    alert_subject', "
            + "'THEN ''closed'' END) VIRTUAL,\n    alert_subject') WHERE name = 'record'",
        // One patient's results are shown as another's.
        "UPDATE sqlite_master SET sql = replace(sql, 'THEN body->>''$.patient'' END', 'THEN "
            + "replace(body->>''$.patient'', ''P02'', ''P01'') END') WHERE name = 'record'",
        // An index that leaves records out.
        "UPDATE sqlite_master SET sql = replace(sql, 'WHERE kind = ''result''', 'WHERE kind = ''result'' AND sequence "
            + "< 3') WHERE name = 'record_result'",
        "CREATE TRIGGER x AFTER INSERT ON record WHEN NEW.kind = 'delivery' BEGIN SELECT 1; END",
        "CREATE TRIGGER x AFTER INSERT ON seen BEGIN SELECT 1; END", "CREATE TABLE x (y)", "CREATE VIEW x AS SELECT 1",
        "CREATE INDEX x ON record(time)",
        "DROP TRIGGER record_no_delete", "DROP INDEX record_outbox",
    ]

    @Test(arguments: edits.indices)
    func `an object redefined, added or taken away is found, and no command shows anything through it`(_ index: Int)
        throws
    {
        let before = try journal.verify()
        #expect(before.isIntact)
        try journal.close()
        try edit(Self.edits[index])
        #expect(throws: JournalError.self) { try scratch.open(readOnly: true) }
        #expect(throws: JournalError.self) { try scratch.open() }
        let queue = try DatabaseQueue(path: scratch.path)
        #expect(try queue.read { db in try Journal.structureFault(db) } != nil)
    }

    @Test(arguments: edits.indices)
    func `a journal that is open writes nothing through another schema`(_ index: Int) throws {
        try edit(Self.edits[index])
        let error = #expect(throws: JournalError.self) {
            try journal.take(run(id: "run-2", [("P01", 21, 1e5)]), file(content: "b"))
        }
        guard case .damaged(let sentence)? = error else {
            Issue.record("not damaged: \(String(describing: error))"); return
        }
        #expect(sentence.contains("was changed"))
    }

    @Test func `an index filled by another definition is found though the definition was put back`() throws {
        try journal.close()
        let queue = try DatabaseQueue(path: scratch.path)
        let sql = try #require(
            try queue.read { db in try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = 'record'") }
        )
        try queue.close()
        try edit(Self.edits[0])
        let back = try DatabaseQueue(path: scratch.path)
        try back.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(sql: "UPDATE sqlite_master SET sql = ? WHERE name = 'record'", arguments: [sql])
        }
        try back.close()
        let fault = try #require(try scratch.open(readOnly: true).verify().fault)
        #expect(fault.reason.contains("integrity check"))
    }

    @Test func `the constraint of kinds was widened, not taken away`() throws {
        let queue = try DatabaseQueue(path: scratch.path)
        for kind in RecordKind.allCases {
            let allowed = try queue.read { db in
                try String.fetchOne(db, sql: "SELECT sql FROM sqlite_master WHERE name = 'record'")?.contains(
                    "'\(kind.rawValue)'")
            }
            #expect(allowed == true)
        }
        #expect(throws: DatabaseError.self) {
            try queue.write { db in
                try db.execute(
                    sql: """
                        INSERT INTO record (sequence, time, kind, previous, digest, body)
                        SELECT sequence + 1, time, 'other', digest, 'x', '{}' FROM record ORDER BY sequence DESC LIMIT 1
                        """)
            }
        }
    }
}
