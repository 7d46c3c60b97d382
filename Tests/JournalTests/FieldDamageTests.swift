// A field of a record that holds what the schema forbids, as a changed byte of the file leaves it: whoever reads it is
// told that the journal is damaged, and nobody's process ends.
import Assay
import Casebook
import CasebookFixtures
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct FieldDamageTests {
    /// Foreign values, as SQL.
    private static let values = ["NULL", "7", "x'FF'", "'no'"]
    private static let columns = ["time", "kind", "about", "previous", "digest", "body"]

    /// A journal, and of each kind that it holds the newest record, in order.
    private func written() throws -> (scratch: Scratch, records: [Int64]) {
        let scratch = try Scratch()
        let journal = try scratch.open()
        let book = Casebook(journal)
        _ = try book.adopt(context(), reason: "start", at: noon)
        try book.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
        try book.take(run(id: "run-2", [("P01", 21, 1e5), ("P02", 21, 700)]), file(content: "b"))
        _ = try book.commitUnreadable(
            path: "/export/junk.lc96p", stamp: stamp(), sha256: "c", reason: "No run.", context: context(), at: noon)
        let records = Dictionary(try journal.tail(1000).map { ($0.kind, $0.sequence) }, uniquingKeysWith: max)
        try journal.close()
        return (scratch, records.values.sorted())
    }

    /// Changes a table's rows below its own constraints, columns and indexes, and leaves the schema as it was.
    private func patch(_ path: String, _ table: String, bare: String, _ sql: String) throws {
        func onSchema<T>(_ work: (Database) throws -> T) throws -> T {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA writable_schema = ON")
                return try work(db)
            }
        }
        let objects = try onSchema { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master WHERE tbl_name = ?",
                arguments: [table])
            try db.execute(sql: "DELETE FROM sqlite_master WHERE tbl_name = ? AND type <> 'table'", arguments: [table])
            try db.execute(
                sql: "UPDATE sqlite_master SET sql = ? WHERE name = ?", arguments: [bare, table])
            return rows
        }
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.execute(sql: sql)
        }
        try queue.close()
        try onSchema { db in
            try db.execute(sql: "DELETE FROM sqlite_master WHERE tbl_name = ?", arguments: [table])
            for object in objects {
                try db.execute(
                    sql: "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES (?, ?, ?, ?, ?)",
                    arguments: StatementArguments(object.databaseValues))
            }
        }
    }

    private func patchRecord(_ path: String, _ sql: String) throws {
        try patch(
            path, "record",
            bare: "CREATE TABLE record (sequence INTEGER PRIMARY KEY, time, kind, about, previous, digest, body)",
            sql)
    }

    /// What a question came to: answered, or the sentence of a damaged journal. Any other failure is thrown on.
    private func isDamage(_ question: () throws -> Void) throws -> Bool {
        do {
            try question()
            return false
        } catch JournalError.damaged(let sentence) {
            #expect(sentence.contains("journal verify"), "\(sentence)")
            return true
        }
    }

    /// All that commands, pages and services ask.
    private var questions: [(String, (Casebook) throws -> Void)] {
        [
            ("head", { _ = try $0.journal.head() }),
            ("tail", { _ = try $0.journal.tail(1000) }),
            ("newest record", { _ = try $0.journal.newestRecord() }),
            ("newest part", { _ = try $0.journal.verifyNewest() }),
            ("status", { _ = try $0.status(dayStart: noon) }),
            ("alerts", { _ = try $0.alerts(all: true) }),
            ("standing alerts", { _ = try $0.alerts(all: false) }),
            ("deliveries", { _ = try $0.deliveries(all: true) }),
            ("owed", { _ = try $0.owedDeliveries(at: noon) }),
            ("mails", { _ = try $0.mailsAccepted(since: .distantPast) }),
            ("runs", { _ = try $0.runs() }),
            ("history", { _ = try $0.laboratoryHistory() }),
            ("courses", { _ = try $0.everyCourse(besides: []) { _ in 0 } }),
            ("patients' courses", { _ = try $0.courses(of: ["P01", "P02"]) }),
            ("files", { _ = try $0.knownFiles() }),
            ("refused files", { _ = try $0.refusedFiles(max: 10) }),
            ("hospital", { _ = try $0.hospitalEvents(after: 0) }),
            ("devices", { _ = try $0.presentDevices() }),
            ("export", { try $0.export(format: .csv) { _ in } }),
            ("lines", { try $0.export(format: .jsonl) { _ in } }),
            ("sweep", { _ = try $0.nextSweep(after: noon, context: context()) }),
            ("taking", { _ = try $0.take(run(id: "run-3", [("P01", 28, 9e4)]), file(content: "d")) }),
        ]
    }

    @Test(arguments: columns, values)
    func `a field that holds what it must not is told as damage, whoever reads it and whichever record it is in`(
        _ column: String, _ value: String
    ) throws {
        let (scratch, records) = try written()
        let whole = try Data(contentsOf: URL(filePath: scratch.path))
        for sequence in records {
            let had = try patchedRecord(scratch.path, sequence, column, value)
            if had { try check(scratch, "\(column) \(value) in record \(sequence)") }
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
            try whole.write(to: URL(filePath: scratch.path))
        }
    }

    /// - Returns: whether that changes anything.
    private func patchedRecord(_ path: String, _ sequence: Int64, _ column: String, _ value: String) throws -> Bool {
        let queue = try DatabaseQueue(path: path)
        let same = try queue.read { db in
            try Bool.fetchOne(db, sql: "SELECT \(column) IS \(value) FROM record WHERE sequence = \(sequence)") ?? true
        }
        try queue.close()
        if same { return false }
        try patchRecord(path, "UPDATE record SET \(column) = \(value) WHERE sequence = \(sequence)")
        return true
    }

    private func check(_ scratch: Scratch, _ what: String) throws {
        let journal = try scratch.open()
        defer { try? journal.close() }
        var isIntact = false
        _ = try isDamage { isIntact = try journal.verify().isIntact }
        #expect(!isIntact, "\(what)")
        for (name, question) in questions {
            do {
                _ = try isDamage { try question(Casebook(journal)) }
            } catch {
                Issue.record("\(what): \(name) said: \(error)")
            }
        }
    }

    @Test func `the end of the chain without its digest is damage for whoever wants to write`() throws {
        let (scratch, records) = try written()
        let newest = try #require(records.last)
        try patchRecord(scratch.path, "UPDATE record SET digest = NULL WHERE sequence = \(newest)")
        let journal = try scratch.open()
        do {
            let isDamaged = try isDamage { _ = try journal.head() }
            #expect(isDamaged)
        }
        do {
            let isDamaged = try isDamage { _ = try journal.tail(1) }
            #expect(isDamaged)
        }
        do {
            let isDamaged = try isDamage { try journal.take(run(id: "run-3", [("P01", 28, 9e4)]), file(content: "d")) }
            #expect(isDamaged)
        }
        #expect(try journal.verify().fault?.sequence == newest)
        #expect(try journal.verifyNewest() != nil)
    }

    @Test(arguments: ["path", "size", "modified", "changed", "inode", "sequence"], values)
    func `the same of what is noted of files`(_ column: String, _ value: String) throws {
        // The primary key of such a table takes no NULL, whatever is written of it.
        if column == "path", value == "NULL" { return }
        let (scratch, _) = try written()
        try patch(
            scratch.path, "seen",
            bare: "CREATE TABLE seen (path PRIMARY KEY, size, modified, changed, inode, sequence) WITHOUT ROWID",
            "UPDATE seen SET \(column) = \(value) WHERE path LIKE '%junk%'")
        try check(scratch, "\(column) \(value)")
    }

    @Test(arguments: [Int64.min, -1, 0, .max])
    func `a record with a number that none can have is named, and nothing is added to it`(_ number: Int64) throws {
        let (scratch, _) = try written()
        try patchRecord(
            scratch.path,
            "INSERT INTO record SELECT \(number), time, kind, about, previous, digest, body FROM record WHERE sequence = 3"
        )
        let journal = try scratch.open()
        let fault = try #require(try journal.verify().fault)
        #expect(fault.sequence == number)
        #expect(try journal.verifyNewest() != nil)
        #expect(try journal.verifyNext(10, after: nil).fault != nil || number == .max)
        _ = try isDamage { _ = try journal.head() }
        if number == .max {
            do {
                let isDamaged = try isDamage {
                    try journal.take(run(id: "run-3", [("P01", 28, 9e4)]), file(content: "d"))
                }
                #expect(isDamaged)
            }
        }
    }

    @Test(arguments: ["type", "name", "tbl_name"])
    func `an object of the schema that lacks its type or name is damage`(_ column: String) throws {
        let (scratch, _) = try written()
        let queue = try DatabaseQueue(path: scratch.path)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA writable_schema = ON")
            try db.execute(sql: "UPDATE sqlite_master SET \(column) = NULL WHERE name = 'record_amends'")
        }
        try queue.close()
        for readOnly in [true, false] {
            let isDamaged = try isDamage { _ = try scratch.open(readOnly: readOnly) }
            #expect(isDamaged)
        }
    }
}
