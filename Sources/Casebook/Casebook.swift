// What the laboratory's records mean: the domain's transactions and questions over the journal, which knows of neither.
internal import Foundation
internal import GRDB
public import Journal
internal import Synchronization

/// Takes runs, files, devices, acts and receipts into the journal, and answers what is known of patients, alerts and
/// deliveries. Safe to use from several processes at once. Calls block; keep them off the cooperative pool.
public final class Casebook: Sendable {
    public let journal: Journal
    private let memory = Mutex(CasebookMemory())
    /// Every delivery that a record before this one speaks for is done; nil until that was looked up.
    let outboxFloor = Mutex<Int64?>(nil)

    public init(_ journal: Journal) { self.journal = journal }
}

/// One transaction of the casebook: appends records, and with alerts the deliveries that they owe.
struct Appender {
    private let casebook: Casebook
    fileprivate var records: RecordAppender
    /// Alert events of this transaction, for the log line.
    var events: [AlertEvent] = []
    /// Deliveries owed by this transaction.
    var owed = 0

    fileprivate init(_ casebook: Casebook, _ records: RecordAppender) {
        self.casebook = casebook
        self.records = records
    }

    var db: Database { records.db }
    var now: Date { records.now }
    var head: Head { records.head }
    /// Records of this transaction.
    var appended: Int { records.appended }
    /// The sequence that the next record will have: alerts and deliveries carry it in their ids.
    var next: Int64 { records.next }

    /// Asks what is known already, this transaction's own records with it.
    func remembering<T>(_ body: (inout CasebookMemory, Database) throws -> T) throws -> T {
        try casebook.borrowingMemory { try body(&$0, db) }
    }

    @discardableResult
    mutating func append(_ kind: RecordKind, about: Int64?, _ body: some Encodable) throws -> Int64 {
        try records.append(kind, about: about, body)
    }

    /// What the transaction added, where no run is among it.
    /// - Parameter sequence: of the record that it is about.
    func committed(_ sequence: Int64) -> Committed {
        Committed(
            sequence: sequence, results: 0, patientResults: 0, withheld: 0, quality: [], alerts: events, patients: [],
            deliveriesOwed: owed, head: head)
    }
}

extension Casebook {
    /// Runs `body` in one transaction; all of it is on the disk when this returns, or none of it.
    func write<T>(at now: Date, _ body: (inout Appender) throws -> T) throws(JournalError) -> T {
        do {
            return try journal.write(at: now) { records in
                var appender = Appender(self, records)
                defer { records = appender.records }
                return try body(&appender)
            }
        } catch {
            // What the transaction had added is taken back.
            memory.withLock { $0 = CasebookMemory() }
            throw error
        }
    }

    func read<T>(_ body: (Database) throws -> T) throws(JournalError) -> T { try journal.read(body) }

    /// Reads, and keeps in mind what was read; a journal that is open for reading only keeps nothing.
    func remembering<T>(_ body: (inout CasebookMemory, Database) throws -> T) throws(JournalError) -> T {
        if journal.isReadOnly {
            var memory = CasebookMemory()
            return try read { db in try body(&memory, db) }
        }
        return try journal.readWhereWritten { db in try borrowingMemory { try body(&$0, db) } }
    }

    /// Only on the connection that writes, which one thread at a time uses.
    fileprivate func borrowingMemory<T>(_ body: (inout CasebookMemory) throws -> T) rethrows -> T {
        var borrowed = memory.withLock { kept in
            defer { kept = CasebookMemory() }
            return kept
        }
        defer { memory.withLock { [borrowed] in $0 = borrowed } }
        return try body(&borrowed)
    }
}
