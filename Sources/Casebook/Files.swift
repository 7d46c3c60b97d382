// Files rather than runs: those that cannot be read, and what every looked-at file looked like.
public import Files
public import Foundation
internal import GRDB
public import Journal
public import Alerts

/// What became of a file that cannot be read.
public enum UnreadableOutcome: Hashable, Sendable {
    case recorded(Committed)
    /// Record `sequence` already says so of this very content.
    case known(sequence: Int64)
}

/// A file that was looked at and is no run.
public struct RefusedFile: Hashable, Sendable {
    public let path: String
    public let reason: String
    public let since: Date?
}

extension Casebook {
    /// Journals a file that cannot be read: one record for each path and content. The laboratory hears of the first of
    /// a folder at once, of further ones together (`unreadableFilesPause`); of one and the same file again only when
    /// its reason has changed.
    /// - Parameter sha256: of the bytes, where they could be read; without it the stamp tells whether the file changed.
    public func commitUnreadable(
        path: String, stamp: FileStamp, sha256: String?, reason: String, stick: Stick? = nil, context: JudgementContext,
        at now: Date
    ) throws(JournalError) -> UnreadableOutcome {
        try write(at: now) { appender in
            if let known = try Self.unreadable(path, stamp: stamp, sha256: sha256, appender.db) {
                let file = FileBody(path: path, sha256: sha256, size: Int(stamp.size), stamp: stamp, stick: stick)
                try Self.sight(file, as: known, context: context, to: &appender)
                return .known(sequence: known)
            }
            let file = FileBody(path: path, sha256: sha256, size: Int(stamp.size), stamp: stamp, stick: stick)
            let sequence = try appender.append(
                .unreadable, about: nil,
                UnreadableBody(file: file, reason: reason, programVersion: context.programVersion))
            try Seen.note(path, stamp, as: sequence, appender.db)
            try Self.tellUnreadable(path, reason, record: sequence, context: context, to: &appender)
            return .recorded(appender.committed(sequence))
        }
    }

    /// Journals that a file which could not be read has been taken away: the laboratory's alert on it ends, where no
    /// other file of its folder stands in it.
    /// - Returns: nil where the journal does not know the file as unreadable.
    public func commitGone(path: String, context: JudgementContext, at now: Date) throws(JournalError) -> Committed? {
        try write(at: now) { appender in
            guard try Self.isUnreadable(path, appender.db) else { return nil }
            let file = FileBody(path: path, sha256: nil, size: nil, stamp: .unknown, stick: nil)
            let reason = "the file has been taken away"
            let sequence = try appender.append(
                .unreadable, about: nil,
                UnreadableBody(file: file, reason: reason, gone: true, programVersion: context.programVersion))
            try Seen.forget(path, appender.db)
            try Self.correctUnreadable(path, because: reason, about: sequence, context: context, to: &appender)
            return appender.committed(sequence)
        }
    }

    private static func isUnreadable(_ path: String, _ db: Database) throws -> Bool {
        let sql =
            "SELECT body->>'$.gone' IS NULL FROM record INDEXED BY record_unreadable WHERE kind = 'unreadable' "
            + "AND path = ? ORDER BY sequence DESC LIMIT 1"
        return try Bool.fetchOne(db.cachedStatement(sql: sql), arguments: [path]) ?? false
    }

    /// Every path that was looked at, with the stamp it last had: a file whose stamp still stands need not be read
    /// again.
    public func knownFiles() throws(JournalError) -> [BytePath: FileStamp] {
        try read { db in
            var known: [BytePath: FileStamp] = [:]
            known.reserveCapacity(try Int.fetchOne(db, sql: "SELECT count(*) FROM seen") ?? 0)
            let rows = try Row.fetchCursor(db, sql: "SELECT path, size, modified, changed, inode FROM seen")
            while let row = try rows.next() {
                known[try BytePath(text: row.decode(forColumn: "path"))] = try Seen.stamp(row)
            }
            return known
        }
    }

    /// Files that are recorded as no run and were not replaced by one since, the newest first, at most so many.
    public func refusedFiles(max: Int) throws(JournalError) -> [RefusedFile] {
        try read { db in
            let sql = """
                SELECT seen.path AS path, record.time AS time, record.body AS body FROM record INDEXED BY record_unreadable
                    JOIN seen ON seen.sequence = record.sequence
                    WHERE record.kind = 'unreadable' ORDER BY record.sequence DESC LIMIT ?
                """
            return try Row.fetchAll(db, sql: sql, arguments: [max]).map { row in
                try RefusedFile(
                    path: row.decode(forColumn: "path"),
                    reason: CanonicalJSON.value(UnreadableBody.self, from: row.decode(forColumn: "body")).reason,
                    since: Timestamp.date(row.decode(forColumn: "time")))
            }
        }
    }

    private static func unreadable(_ path: String, stamp: FileStamp, sha256: String?, _ db: Database) throws -> Int64? {
        let sql =
            "SELECT sequence, body FROM record INDEXED BY record_unreadable WHERE kind = 'unreadable' AND path = ? "
            + "ORDER BY sequence DESC LIMIT 1"
        guard let row = try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [path]) else { return nil }
        let body = try CanonicalJSON.value(UnreadableBody.self, from: row.decode(forColumn: "body"))
        // What went away and came back is told of again.
        if body.gone == true { return nil }
        let file = body.file
        let same = sha256 != nil && file.sha256 != nil ? sha256 == file.sha256 : stamp == file.stamp
        return same ? try row.decode(forColumn: "sequence") : nil
    }
}
