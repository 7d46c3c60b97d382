// The journal read without a question of its own: its end, its last records, its size.
public import Foundation
package import GRDB
internal import Glibc

extension Journal {
    /// The newest record; sequence 0 and `Record.chainStart` in an empty journal.
    package static func head(_ db: Database) throws -> Head {
        let sql = "SELECT sequence, digest FROM record ORDER BY sequence DESC LIMIT 1"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else {
            return .start
        }
        let head = try Head(sequence: row.decode(forColumn: "sequence"), digest: row.decode(forColumn: "digest"))
        guard (1..<Int64.max).contains(head.sequence) else {
            throw JournalError.damaged(
                "The journal is damaged: its newest record is numbered \(head.sequence), and records count from 1. "
                    + whatToDoAboutDamage)
        }
        return head
    }

    /// The newest record, whose digest stands in every message.
    public func head() throws(JournalError) -> Head { try read(Self.head) }

    /// When the newest record was written, by the clock of then; nil in an empty journal.
    public func newestRecord() throws(JournalError) -> Date? {
        try read { db in
            try String.fetchOne(db, sql: "SELECT time FROM record ORDER BY sequence DESC LIMIT 1").flatMap(
                Timestamp.date)
        }
    }

    /// The last `count` records, oldest first.
    public func tail(_ count: Int) throws(JournalError) -> [Record] {
        try read { db in
            try Row.fetchAll(
                db, sql: "SELECT \(Record.columns) FROM record ORDER BY sequence DESC LIMIT ?",
                arguments: [max(0, count)]
            )
            .reversed().map(Record.init)
        }
    }

    /// What tells this journal from all others: the digest of its first record; nil while it is empty.
    package static func identity(_ db: Database) throws -> String? {
        try String.fetchOne(db, sql: "SELECT digest FROM record WHERE sequence = 1")
    }

    /// The journal and its write-ahead log.
    public var bytesOnDisk: Int64 {
        ["", "-wal"].reduce(0) { bytes, suffix in
            var about = stat()
            return bytes + (stat(path + suffix, &about) == 0 ? Int64(about.st_size) : 0)
        }
    }
}

extension Record {
    package static let columns = "sequence, time, kind, about, previous, digest, body"

    /// Throws where a column does not hold what the schema promises, as only a forged file can.
    package init(_ row: Row) throws {
        try self.init(
            sequence: row.decode(forColumn: "sequence"),
            time: row.decode(forColumn: "time"),
            kind: row.decode(forColumn: "kind"),
            about: row.decode(forColumn: "about"),
            previous: row.decode(forColumn: "previous"),
            digest: row.decode(forColumn: "digest"),
            body: row.decode(forColumn: "body"))
    }
}
