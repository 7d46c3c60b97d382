import Assay
import CasebookFixtures
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct VerifyTests {
    let scratch: Scratch
    let journal: Journal

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
        try journal.take(run(id: "run-2", [("P01", 21, 1e5), ("P02", 21, 700)]), file(content: "b"))
    }

    /// Does to the file what somebody with a database tool could do: guards dropped, then put back.
    private func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            for guardian in Schema.guards { try db.execute(sql: "DROP TRIGGER \(guardian.name)") }
            try db.execute(sql: sql)
            for guardian in Schema.guards { try db.execute(sql: guardian.sql) }
        }
    }

    @Test func `an untouched journal is intact and knows its head`() throws {
        var seen: (Int64, Int64) = (0, 0)
        let verification = try journal.verify(head: try journal.head().digest) { seen = ($0, $1) }
        #expect(verification.isIntact)
        #expect(verification.records == (try journal.head().sequence))
        #expect(verification.given == verification.records)
        #expect(seen == (verification.records, verification.records))
    }

    @Test func `an earlier head is still in the chain`() throws {
        let earlier = try journal.head()
        try journal.take(run(id: "run-3", [("P01", 28, 1e5)]), file(content: "c"))
        #expect(try journal.verify(head: earlier.digest).given == earlier.sequence)
    }

    @Test(arguments: [
        "body = replace(body, '\"copies\":500', '\"copies\":501')", "time = '2020-01-01T00:00:00.000Z'", "about = NULL",
        "kind = 'device'",
    ])
    func `a changed record is named`(change: String) throws {
        try tamper("UPDATE record SET \(change) WHERE sequence = 3")
        #expect(try journal.verify().fault?.sequence == 3)
    }

    @Test func `a changed record with a digest made to fit breaks the next link`() throws {
        let third = try #require(try journal.tail(100).first { $0.sequence == 3 })
        let body = third.body.replacing("\"copies\":500", with: "\"copies\":501")
        #expect(body != third.body)
        let digest = try #require(
            Record.digest(
                previous: third.previous, sequence: 3, time: third.time, kind: third.kind, about: third.about,
                body: body))
        try tamper("UPDATE record SET body = '\(body)', digest = '\(digest)' WHERE sequence = 3")
        let fault = try #require(try journal.verify().fault)
        #expect(fault.sequence == 4)
        #expect(fault.reason.contains("record 3"))
    }

    @Test func `a deleted record is missed`() throws {
        try tamper("DELETE FROM record WHERE sequence = 3")
        let fault = try #require(try journal.verify().fault)
        #expect(fault.sequence == 4)
        #expect(fault.reason == "Record 3 is missing before it.")
    }

    @Test func `records that changed places are found`() throws {
        try tamper(
            "UPDATE record SET sequence = 9999 WHERE sequence = 2; UPDATE record SET sequence = 2 WHERE sequence = 3; "
                + "UPDATE record SET sequence = 3 WHERE sequence = 9999"
        )
        #expect(try journal.verify().fault?.sequence == 2)
    }

    @Test func `a tail cut off shows against a head kept elsewhere, and only so`() throws {
        let head = try journal.head()
        try tamper("DELETE FROM record WHERE sequence > 4")
        #expect(try journal.verify().fault?.reason.contains("noted as looked at") == true)
        try tamper("DELETE FROM seen WHERE sequence > 4")
        #expect(try journal.verify().isIntact)
        let cut = try journal.verify(head: head.digest)
        #expect(!cut.isIntact)
        #expect(cut.fault?.sequence == nil)
        #expect(cut.given == nil)
    }

    @Test func `a guard taken away is reported`() throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.write { db in try db.execute(sql: "DROP TRIGGER record_no_update") }
        #expect(try journal.verify().fault?.reason.contains("record_no_update") == true)
    }

    @Test(arguments: [
        "UPDATE record SET body = '{}' WHERE sequence = 1", "DELETE FROM record WHERE sequence = 2",
        "INSERT OR REPLACE INTO record (sequence, time, kind, previous, digest, body) SELECT 1, time, kind, previous, "
            + "digest, '{}' FROM record WHERE sequence = 1",
        "INSERT INTO record (sequence, time, kind, previous, digest, body) SELECT sequence + 2, time, kind, digest, "
            + "'x', '{}' FROM record ORDER BY sequence DESC LIMIT 1",
        "INSERT INTO record (sequence, time, kind, previous, digest, body) SELECT sequence + 1, time, kind, 'x', 'y', "
            + "'{}' FROM record ORDER BY sequence DESC LIMIT 1",
    ])
    func `the table itself refuses what does not append`(sql: String) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        #expect(throws: DatabaseError.self) { try queue.write { db in try db.execute(sql: sql) } }
        #expect(try journal.verify().isIntact)
    }
}
