// Which files were looked at and what they looked like. A row hides a file from the next scan, so each names the record
// that states it: a row that no record states is a fault of the journal.
package import Files
package import GRDB

package enum Seen {
    /// Kinds of records that state a file's path and stamp.
    private static let stating = "kind IN ('run', 'amendment', 'unreadable', 'sighting')"
    private static let columns = "path, size, modified, changed, inode"

    package static func stamp(_ row: Row) throws -> FileStamp {
        try FileStamp(
            size: row.decode(forColumn: "size"), modified: row.decode(forColumn: "modified"),
            changed: row.decode(forColumn: "changed"),
            inode: UInt64(bitPattern: row.decode(forColumn: "inode")))
    }

    /// Notes that a file was looked at. Record `sequence` states its path and stamp.
    package static func note(_ path: String, _ stamp: FileStamp, as sequence: Int64, _ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO seen (path, size, modified, changed, inode, sequence) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, changed = excluded.changed,
                    inode = excluded.inode, sequence = excluded.sequence
                """
        ).execute(arguments: [
            path, stamp.size, stamp.modified, stamp.changed, Int64(bitPattern: stamp.inode), sequence,
        ])
    }

    /// The file is not there any more: should it come back, it is looked at anew.
    package static func forget(_ path: String, _ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM seen WHERE path = ?").execute(arguments: [path])
    }

    package static func isNoted(_ path: String, _ stamp: FileStamp, _ db: Database) throws -> Bool {
        let sql = "SELECT \(columns) FROM seen WHERE path = ?"
        return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [path]).map {
            try Self.stamp($0) == stamp
        } ?? false
    }

    /// Path and stamp of the file that a record was made from.
    package static func statement(of record: Int64, _ db: Database) throws -> (String, FileStamp)? {
        let sql =
            "SELECT body->>'$.file.path' AS path, body->'$.file.stamp' AS stamp FROM record WHERE sequence = ? AND "
            + "\(stating)"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [record]),
            let path: String = try row.decode(forColumn: "path"), let stamp: String = try row.decode(forColumn: "stamp")
        else { return nil }
        return (path, try CanonicalJSON.value(FileStamp.self, from: stamp, keys: .asWritten))
    }

    /// Whether a file was read as a run, or as a copy of one, after a record.
    package static func isRun(_ path: String, since record: Int64, _ db: Database) throws -> Bool {
        let sql = """
            SELECT r.kind IN ('run', 'amendment') OR (SELECT known.kind FROM record AS known WHERE known.sequence = r.about) IN ('run', 'amendment')
            FROM seen AS s JOIN record AS r ON r.sequence = s.sequence WHERE s.path = ? AND s.sequence > ?
            """
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [path, record]) ?? false
    }

    /// Paths of rows that their record does not state, those of the newest records first.
    /// - Parameters:
    ///   - count: at most so many.
    ///   - goesOn: asked before each row.
    static func unstated(atMost count: Int, _ db: Database, while goesOn: () -> Bool = { true }) throws -> [String] {
        var found: [String] = []
        let rows = try Row.fetchCursor(db, sql: "SELECT \(columns), sequence FROM seen ORDER BY sequence DESC")
        while found.count < count, goesOn(), let row = try rows.next() {
            let path: String = try row.decode(forColumn: "path")
            let states =
                try statement(of: row.decode(forColumn: "sequence"), db).map { try $0 == (path, stamp(row)) } ?? false
            if !states { found.append(path) }
        }
        return found
    }

    /// Takes away the rows that no record states, as versions wrote them that kept no sightings: those files are read
    /// once more.
    static func forgetUnstated(_ db: Database) throws {
        for path in try unstated(atMost: .max, db) {
            try db.execute(sql: "DELETE FROM seen WHERE path = ?", arguments: [path])
        }
    }
}
