// A file whose bytes were changed behind SQLite's back, page by page.
import CasebookFixtures
import Foundation
import GRDB
import Testing

@testable import Journal

@Suite struct DamageTests {
    let scratch: Scratch
    let records: Int64
    private static let pageBytes = 4096

    init() throws {
        scratch = try Scratch()
        let journal = try scratch.open()
        for n in 1...60 {
            try journal.take(run(id: "run-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "\(n)"))
        }
        records = try journal.head().sequence
        try journal.close()
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
    }

    private func overwrite(page: Int, with bytes: Data) throws {
        let handle = try FileHandle(forUpdating: URL(filePath: scratch.path))
        try handle.seek(toOffset: UInt64(page * Self.pageBytes))
        try handle.write(contentsOf: bytes)
        try handle.close()
    }

    private func pages() throws -> Int { try Data(contentsOf: URL(filePath: scratch.path)).count / Self.pageBytes }

    /// What a person is told: a fault that verification found, or a damage that kept it from opening.
    private func verdict() throws -> (sequence: Int64?, sentence: String) {
        let opened = Result { () throws(JournalError) in try Journal(path: scratch.path, readOnly: true).verify().fault
        }
        switch opened {
        case .success(let fault): return (fault?.sequence, fault?.reason ?? "intact")
        case .failure(.damaged(let sentence)): return (nil, sentence)
        case .failure(let other): throw other
        }
    }

    @Test func `every page of the file that is overwritten is found as damage, never as another failure`() throws {
        let whole = try Data(contentsOf: URL(filePath: scratch.path))
        let count = try pages()
        try #require(count > 40)
        for page in 0..<count {
            for bytes in [Data(count: Self.pageBytes), Data(repeating: 0xA5, count: Self.pageBytes)] {
                try overwrite(page: page, with: bytes)
                let (sequence, sentence) = try verdict()
                #expect(sentence != "intact", "page \(page)")
                if let sequence { #expect((1...records + 1).contains(sequence), "page \(page)") }
                try whole.write(to: URL(filePath: scratch.path))
            }
        }
        #expect(try verdict().sentence == "intact")
    }

    @Test func `a record whose page is damaged is the first bad one named`() throws {
        let page = try #require(
            try DatabaseQueue(path: scratch.path).read { db in
                try Int.fetchOne(
                    db,
                    sql:
                        "SELECT pageno FROM dbstat WHERE name = 'record' AND pagetype = 'leaf' ORDER BY path DESC "
                        + "LIMIT 1"
                )
            }, "SQLite tells which page is the last leaf")
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: scratch.path + suffix) }
        try overwrite(page: page - 1, with: Data(repeating: 0xFF, count: Self.pageBytes))
        let (named, sentence) = try verdict()
        let sequence = try #require(named, "\(sentence)")
        #expect(sequence > records / 2 && sequence <= records)
    }

    @Test func `a file cut short is damaged, too`() throws {
        let handle = try FileHandle(forUpdating: URL(filePath: scratch.path))
        try handle.truncate(atOffset: UInt64(try pages() / 2 * Self.pageBytes))
        try handle.close()
        #expect(try verdict().sentence.contains("damaged"))
    }
}
