// One way to write: a transaction that takes the lock first, reads the chain's head, appends, and commits with an
// fsync.
package import Foundation
package import GRDB
internal import Synchronization

/// Appends records to the chain inside one transaction. Its head is right because the transaction began with the write
/// lock.
package struct RecordAppender {
    package let db: Database
    package let now: Date
    package private(set) var head: Head
    /// Records of this transaction.
    package private(set) var appended = 0
    private let time: String

    fileprivate init(_ db: Database, now: Date) throws {
        self.db = db
        self.now = now
        time = Timestamp.text(now)
        head = try Journal.head(db)
    }

    /// The sequence that the next record will have.
    package var next: Int64 { head.sequence + 1 }

    /// - Returns: the record's sequence.
    @discardableResult
    package mutating func append(_ kind: RecordKind, about: Int64?, _ body: some Encodable) throws -> Int64 {
        let sequence = next
        let text = try CanonicalJSON.text(body)
        guard
            let digest = Record.digest(
                previous: head.digest, sequence: sequence, time: time, kind: kind.rawValue, about: about, body: text)
        else {
            throw JournalError.failed(
                "The system's cryptographic library refuses SHA-256; the journal cannot chain its records.")
        }
        try db.cachedStatement(
            sql: "INSERT INTO record (sequence, time, kind, about, previous, digest, body) VALUES (?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [sequence, time, kind.rawValue, about, head.digest, digest, text])
        head = Head(sequence: sequence, digest: digest)
        appended += 1
        return sequence
    }
}

extension Journal {
    /// Runs `body` in one transaction; all of it is on the disk when this returns, or none of it.
    package func write<T>(at now: Date, _ body: (inout RecordAppender) throws -> T) throws(JournalError) -> T {
        if isReadOnly { throw .refused("The journal \(path) is open for reading only.") }
        if let failure = failure.withLock({ $0 }) { throw failure }
        do {
            try checkPlace()
            let (written, head) = try pool.writeWithoutTransaction { db in
                var result: T?
                var head = Head.start
                try db.inTransaction(.immediate) {
                    try Self.refuse(Schema.fault(db), path)
                    try checkHead(db)
                    var appender = try RecordAppender(db, now: now)
                    result = try body(&appender)
                    head = appender.head
                    return .commit
                }
                guard let result else { throw JournalError.failed("The journal's transaction ended without a result.") }
                return (result, head)
            }
            // What was written into a file that nobody finds any more is not reported as written.
            try checkPlace()
            known.withLock { $0 = head }
            return written
        } catch {
            throw remember(error)
        }
    }

    package func read<T>(_ body: (Database) throws -> T) throws(JournalError) -> T {
        do {
            try checkPlace()
            return try pool.read(body)
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.failed("read", error)
        }
    }

    /// Reads on the connection that writes, of which there is one: what is kept in mind of it is never older than what
    /// that has seen. A journal that is open for reading only is read as ever.
    package func readWhereWritten<T>(_ body: (Database) throws -> T) throws(JournalError) -> T {
        if isReadOnly { return try read(body) }
        do {
            try checkPlace()
            return try pool.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.deferred) {
                    result = try body(db)
                    return .commit
                }
                guard let result else { throw JournalError.failed("The journal's transaction ended without a result.") }
                return result
            }
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.failed("read", error)
        }
    }

    /// The file still holds the newest record that was seen in it: an older copy may have been put in its place.
    private func checkHead(_ db: Database) throws {
        let head = known.withLock { $0 }
        guard head.sequence > 0 else { return }
        let sql = "SELECT digest FROM record WHERE sequence = ?"
        guard try String.fetchOne(db.cachedStatement(sql: sql), arguments: [head.sequence]) == head.digest else {
            throw JournalError.gone(
                "The journal \(path) no longer holds record \(head.sequence), which was written to it: another copy "
                    + "was put in its place. Restore the newest journal there is, then start again.")
        }
    }

    /// After a failed write nothing more is written through this object: what the disk holds is known only after
    /// reading it back.
    private func remember(_ error: any Error) -> JournalError {
        if let known = error as? JournalError {
            if case .gone = known { failure.withLock { $0 = $0 ?? known } }
            return known
        }
        if (error as? DatabaseError)?.resultCode == .SQLITE_BUSY {
            return .busy(
                "The journal \(path) is in use by another process for more than \(Int(Self.busyTimeoutSeconds)) "
                    + "seconds; nothing was written."
            )
        }
        let fault = Self.failed("write", error)
        failure.withLock { $0 = $0 ?? fault }
        return fault
    }
}
