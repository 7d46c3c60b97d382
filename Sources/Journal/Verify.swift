// The proof that nothing was changed: every digest computed again, every link followed, the newest compared with a digest kept elsewhere.
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
    ///   - head: digest from an alert's message or an earlier verification: it must still be in the chain, else its tail was cut.
    ///   - progress: gets records done and records in all.
    public func verify(head: String? = nil, progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError) -> Verification {
        do { return try Self.verify(pool, head: head, progress: progress) } catch { throw Self.failed("read", error) }
    }

    static func verify(_ reader: some DatabaseReader, head: String?, progress: (Int64, Int64) -> Void) throws -> Verification {
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

    private static func verify(_ db: Database, head expected: String?, progress: (Int64, Int64) -> Void) throws -> Verification {
        // For the progress alone: where the end is damaged, the walk below finds it.
        let total = (try? Self.head(db))?.sequence ?? 0
        let wanted = expected?.lowercased()
        var last = Head(sequence: 0, digest: Record.chainStart)
        var given: Int64? = wanted == Record.chainStart ? 0 : nil
        func found(_ sequence: Int64?, _ reason: String) -> Verification {
            Verification(records: last.sequence, head: last, given: given, fault: .init(sequence: sequence, reason: reason))
        }
        do {
            let rows = try Row.fetchCursor(db, sql: "SELECT \(Record.columns) FROM record ORDER BY sequence")
            while let row = try rows.next() {
                let record = try Record(row)
                if let reason = fault(of: record, after: last) { return found(record.sequence, reason) }
                last = Head(sequence: record.sequence, digest: record.digest)
                if record.digest == wanted { given = record.sequence }
                if last.sequence % progressStep == 0 { progress(last.sequence, total) }
            }
        } catch let error as DatabaseError where error.isDamage {
            return found(last.sequence + 1, "The file is damaged here: \(error.message ?? "unreadable").")
        } catch is RowDecodingError {
            return found(last.sequence + 1, "The file is damaged here: a field does not hold what it must.")
        }
        progress(last.sequence, total)
        if expected != nil, given == nil {
            return found(
                nil,
                "The given digest is not in the chain: records at its end were cut off, the chain was written anew, or the digest is of another journal.")
        }
        do {
            if let reason = try structureFault(db) { return found(nil, reason) }
        } catch let error as DatabaseError where error.isDamage {
            return found(nil, "The file is damaged outside of the records: \(error.message ?? "unreadable").")
        }
        return Verification(records: last.sequence, head: last, given: given, fault: nil)
    }

    private static func fault(of record: Record, after last: Head) -> String? {
        if record.sequence != last.sequence + 1 {
            let missing = record.sequence == last.sequence + 2 ? "Record \(last.sequence + 1) is" : "Records \(last.sequence + 1) to \(record.sequence - 1) are"
            return "\(missing) missing before it."
        }
        if record.previous != last.digest { return "It does not follow record \(last.sequence): its link is not that record's digest." }
        let digest = Record.digest(
            previous: record.previous, sequence: record.sequence, time: record.time, kind: record.kind, about: record.about, body: record.body)
        return digest == record.digest ? nil : "Its content does not give its digest: it was changed after it was written."
    }

    /// The guards are in place, and SQLite finds every index to say what the records say: a changed index would hide a record from every query.
    private static func structureFault(_ db: Database) throws -> String? {
        let present = try String.fetchSet(db, sql: "SELECT name || ' ' || sql FROM sqlite_master WHERE type = 'trigger'")
        for guardian in Schema.guards where !present.contains("\(guardian.name) \(guardian.sql)") {
            return "The guard \(guardian.name) is missing or was changed: somebody may have opened the journal to editing."
        }
        let answer = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
        return answer == "ok" ? nil : "SQLite's integrity check says: \(answer)"
    }
}

extension DatabaseError {
    /// The bytes are not what SQLite wrote.
    var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
