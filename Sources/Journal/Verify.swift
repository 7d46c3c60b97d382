// The proof that nothing was changed: every digest computed again, every link followed, the newest compared with a
// digest kept elsewhere.
internal import GRDB

/// What `verify` found.
public struct Verification: Hashable, Sendable {
    public struct Fault: Hashable, Sendable {
        /// The first bad record; nil where the fault lies with no single one.
        public let sequence: Int64?
        /// What is wrong with it, in a sentence.
        public let reason: String
    }

    /// Records that were checked.
    public let records: Int64
    /// The newest record that was checked.
    public let head: Head
    /// Sequence of the record whose digest was given; nil where none was given or none has it.
    public let given: Int64?
    /// Nil where the journal is intact.
    public let fault: Fault?

    public var isIntact: Bool { fault == nil }
}

extension Journal {
    /// Records between two calls of `progress`.
    public static let progressStep: Int64 = 1000

    /// Recomputes the whole chain.
    /// - Parameters:
    ///   - head: digest from an alert's message or an earlier verification: it must still be in the chain, else its
    ///     tail was cut.
    ///   - progress: gets records done and records in all.
    public func verify(head: String? = nil, progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError)
        -> Verification
    {
        do { return try Self.verify(pool, head: head, progress: progress) } catch { throw Self.failed("read", error) }
    }

    static func verify(_ reader: some DatabaseReader, head: String?, progress: (Int64, Int64) -> Void) throws
        -> Verification
    {
        var verification: Verification?
        do {
            return try reader.read { db in
                let found = try verify(db, head: head, progress: progress)
                verification = found
                return found
            }
        } catch let error as DatabaseError where error.isDamage {
            // SQLite reports the damage again when the transaction ends: the place that the walk has found says more.
            guard let verification, !verification.isIntact else { throw error }
            return verification
        }
    }

    private static func verify(_ db: Database, head expected: String?, progress: (Int64, Int64) -> Void) throws
        -> Verification
    {
        // For the progress alone: where the end is damaged, the walk below finds it.
        let total = (try? Self.head(db))?.sequence ?? 0
        let wanted = expected?.lowercased()
        var given: Int64? = wanted == Record.chainStart ? 0 : nil
        let (last, damage) = try walk(db, after: .start) { record in
            if record.digest == wanted { given = record.sequence }
            if record.sequence % progressStep == 0 { progress(record.sequence, total) }
        }
        func found(_ fault: Verification.Fault?) -> Verification {
            Verification(records: last.sequence, head: last, given: given, fault: fault)
        }
        if let damage { return found(damage) }
        progress(last.sequence, total)
        if expected != nil, given == nil {
            return found(
                .init(
                    sequence: nil,
                    reason:
                        "The given digest is not in the chain: records at its end were cut off, the chain was written "
                        + "anew, or the digest is of another journal."))
        }
        return found(try structureFault(db).map { .init(sequence: nil, reason: $0) })
    }

    /// Follows the chain.
    /// - Parameters:
    ///   - place: the record before the first that is checked.
    ///   - count: at most so many.
    /// - Returns: the last good record, and what is wrong with the next.
    static func walk(
        _ db: Database, after place: Head, atMost count: Int = .max, _ good: (Record) -> Void
    ) throws -> (last: Head, fault: Verification.Fault?) {
        var last = place
        func found(_ sequence: Int64, _ reason: String) -> (Head, Verification.Fault?) {
            (last, .init(sequence: sequence, reason: reason))
        }
        do {
            let rows = try Row.fetchCursor(
                db, sql: "SELECT \(Record.columns) FROM record WHERE sequence >= ? ORDER BY sequence LIMIT ?",
                // What stands before the first record is looked at, too: somebody put it there.
                arguments: [place == .start ? Int64.min : place.sequence + 1, count])
            while let row = try rows.next() {
                let record = try Record(row)
                if let reason = fault(of: record, after: last) { return found(record.sequence, reason) }
                last = Head(sequence: record.sequence, digest: record.digest)
                good(record)
            }
        } catch let error as DatabaseError where error.isDamage {
            return found(last.sequence + 1, "The file is damaged here: \(error.message ?? "unreadable").")
        } catch is RowDecodingError {
            return found(last.sequence + 1, "The file is damaged here: a field does not hold what it must.")
        }
        return (last, nil)
    }

    static func fault(of record: Record, after last: Head) -> String? {
        if record.sequence < 1 { return "Records count from 1, and none of cqwatch's has this number." }
        // Numbers are foreign: no sum of them may overflow.
        if record.sequence != last.sequence &+ 1 {
            let missing =
                record.sequence == last.sequence &+ 2
                ? "Record \(last.sequence &+ 1) is" : "Records \(last.sequence &+ 1) to \(record.sequence - 1) are"
            return "\(missing) missing before it."
        }
        if record.previous != last.digest {
            return "It does not follow record \(last.sequence): its link is not that record's digest."
        }
        let digest = Record.digest(
            previous: record.previous, sequence: record.sequence, time: record.time, kind: record.kind,
            about: record.about, body: record.body)
        return digest == record.digest
            ? nil : "Its content does not give its digest: it was changed after it was written."
    }

    /// The schema is the version's own; SQLite then computes every generated column anew out of the bodies and finds
    /// each index to say the same; and what is noted of files is what records state. Nothing else stands beside the
    /// chain.
    static func structureFault(_ db: Database) throws -> String? {
        do {
            if let fault = try Schema.fault(db) { return fault }
            let answer = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
            if answer != "ok" { return "SQLite's integrity check says: \(answer)" }
            return try Seen.unstated(atMost: 1, db).first.map(unstatedFile)
        } catch let error as DatabaseError where error.isDamage {
            return "The file is damaged outside of the records: \(error.message ?? "unreadable")."
        } catch is RowDecodingError {
            return "The file is damaged outside of the records: a field does not hold what it must."
        }
    }

    static func unstatedFile(_ path: String) -> String {
        "The file \(path) is noted as looked at, but no record says so: it may be a run that somebody wants hidden."
    }
}

extension Head {
    /// Before the first record.
    public static let start = Head(sequence: 0, digest: Record.chainStart)
}

extension DatabaseError {
    /// The bytes are not what SQLite wrote.
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB || isMalformedText }

    /// A body that is no JSON: the table takes none.
    var isMalformedText: Bool { resultCode == .SQLITE_ERROR && message == "malformed JSON" }
}
