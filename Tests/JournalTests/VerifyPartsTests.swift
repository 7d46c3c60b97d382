import CasebookFixtures
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct VerifyPartsTests {
    let scratch: Scratch
    let journal: Journal
    let records: Int64

    init() throws {
        scratch = try Scratch()
        journal = try scratch.open()
        for n in 1...20 { try journal.take(run(id: "run-\(n)", [("P01", 14 + n, 2e5)]), file(content: "\(n)")) }
        records = try journal.head().sequence
    }

    private func change(_ sequence: Int64) throws {
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "DROP TRIGGER record_no_update")
            try db.execute(
                sql: "UPDATE record SET body = json_set(body, '$.x', 1) WHERE sequence = ?", arguments: [sequence])
            for guardian in Schema.guards where guardian.name == "record_no_update" {
                try db.execute(sql: guardian.sql)
            }
        }
        try queue.close()
    }

    @Test func `the newest records are verified backwards, and only so many`() throws {
        #expect(try journal.verifyNewest(atMost: 10) == nil)
        try change(records - 5)
        #expect(try journal.verifyNewest(atMost: 10)?.sequence == records - 5)
        #expect(try journal.verifyNewest(atMost: 3) == nil)
        #expect(try journal.verify().fault?.sequence == records - 5)
    }

    @Test func `the first record is verified as the first`() throws {
        try change(1)
        #expect(try journal.verifyNewest()?.sequence == 1)
    }

    @Test func `without time nothing is verified, and nothing found`() throws {
        try change(records)
        #expect(try journal.verifyNewest(seconds: 0) == nil)
    }

    @Test func `parts one after the other are the whole`() throws {
        var place: Head?
        var parts = 0
        while true {
            let part = try journal.verifyNext(7, after: place)
            #expect(part.isIntact)
            if part.head == place { break }
            place = part.head
            parts += 1
        }
        #expect(place == (try journal.head()))
        #expect(parts == Int((records + 6) / 7))
        #expect(try journal.verifyStructure() == nil)
        try change(9)
        let second = try journal.verifyNext(7, after: try journal.verifyNext(7, after: nil).head)
        #expect(second.fault?.sequence == 9)
        #expect(second.records == 8)
    }
}
