// The same proof in parts, for a service: the newest records before it begins, all others bit by bit while it works.
internal import GRDB

extension Journal {
    /// Newest records that are verified at a start.
    public static let newestMax = 10_000
    /// However slow the disk, a start waits no longer for it, seconds.
    public static let newestSeconds = 1.0

    /// Verifies the newest records, backwards, and then what is noted of files, newest first, within a bounded time.
    /// - Returns: nil where nothing was found.
    public func verifyNewest(atMost count: Int = newestMax, seconds: Double = newestSeconds) throws(JournalError)
        -> Verification.Fault?
    {
        let deadline = ContinuousClock.now + .seconds(seconds)
        return try read { db in
            do {
                return try Self.newestFault(db, atMost: count, until: deadline)
                    ?? Seen.unstated(atMost: 1, db, while: { ContinuousClock.now < deadline }).first
                    .map { .init(sequence: nil, reason: Self.unstatedFile($0)) }
            } catch let error as DatabaseError where error.isDamage {
                return .init(sequence: nil, reason: "The file is damaged: \(error.message ?? "unreadable").")
            } catch is RowDecodingError {
                return .init(sequence: nil, reason: "The file is damaged: a field does not hold what it must.")
            }
        }
    }

    private static func newestFault(_ db: Database, atMost count: Int, until deadline: ContinuousClock.Instant) throws
        -> Verification.Fault?
    {
        let rows = try Row.fetchCursor(
            db, sql: "SELECT \(Record.columns) FROM record ORDER BY sequence DESC LIMIT ?", arguments: [count])
        var next: Record?
        while ContinuousClock.now < deadline, let row = try rows.next() {
            let record = try Record(row)
            if record.sequence < 1 {
                return fault(of: record, after: .start).map { .init(sequence: record.sequence, reason: $0) }
            }
            if let next, let reason = fault(of: next, after: Head(sequence: record.sequence, digest: record.digest)) {
                return .init(sequence: next.sequence, reason: reason)
            }
            next = record
        }
        // Of the oldest that was read the one before is not known, but for the very first.
        guard let oldest = next else { return nil }
        let before = oldest.sequence == 1 ? .start : Head(sequence: oldest.sequence - 1, digest: oldest.previous)
        return fault(of: oldest, after: before).map { .init(sequence: oldest.sequence, reason: $0) }
    }

    /// Verifies some of the records that follow a place in the chain, in a short transaction of its own.
    /// - Parameter place: the last record that is verified already; nil: none is.
    /// - Returns: with no more records than before where the end is reached.
    public func verifyNext(_ count: Int, after place: Head?) throws(JournalError) -> Verification {
        try read { db in
            let (last, fault) = try Self.walk(db, after: place ?? .start, atMost: count) { _ in }
            return Verification(records: last.sequence, head: last, given: nil, fault: fault)
        }
    }

    /// Verifies what stands beside the records: the schema, every index, what is noted of files.
    public func verifyStructure() throws(JournalError) -> Verification.Fault? {
        try read { db in try Self.structureFault(db).map { .init(sequence: nil, reason: $0) } }
    }

    /// Ends a reading that is under way, which then throws.
    public func interrupt() { pool.interrupt() }
}
