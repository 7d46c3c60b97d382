// The journal: one SQLite file, opened here and nowhere else.
internal import Foundation
internal import GRDB
internal import Glibc
internal import Synchronization

/// The append-only record of everything the program saw, concluded and told. Safe to use from several processes at
/// once: every writer reads the chain's head inside its own `BEGIN IMMEDIATE`. Calls block; keep them off the
/// cooperative pool.
public final class Journal: Sendable {
    /// How long a writer waits for another process's transaction.
    public static let busyTimeoutSeconds = 30.0
    /// Connections that read while one writes.
    static let readersMax = 2
    /// Pages that a connection keeps in memory, KiB: one commit reads a few patients' histories, and the system caches
    /// the file.
    static let cacheKiB = 512
    /// What the write-ahead log keeps on the disk between checkpoints, bytes.
    static let logBytesMax = 16 << 20
    /// "cqwj" in the file's header: tells a journal from any other database.
    static let applicationID: Int32 = 0x6371_776A

    public let path: String
    public let isReadOnly: Bool
    let pool: DatabasePool
    /// Where its files lay when they were opened.
    private let place: JournalPlace
    /// The newest record that this object has seen: what is on the disk must still hold it.
    let known = Mutex<Head>(.start)
    /// The failure after which nothing more is written through this object.
    let failure = Mutex<JournalError?>(nil)

    /// Opens the journal; a missing file is created (0640 less the umask, its directory 0750) unless `readOnly`.
    public init(path: String, readOnly: Bool) throws(JournalError) {
        self.path = path
        isReadOnly = readOnly
        if !readOnly { try Self.create(path) }
        guard access(path, readOnly ? R_OK : R_OK | W_OK) == 0 else {
            throw .cannotOpen("The journal \(path) cannot be opened: \(systemSentence(errno)).")
        }
        let turn = readOnly ? nil : try Self.takeTurn(path)
        defer { if let turn { Glibc.close(turn) } }
        var configuration = GRDB.Configuration()
        configuration.readonly = readOnly
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
        configuration.maximumReaderCount = Self.readersMax
        configuration.label = "cqwatch.journal"
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA cache_size = -\(Self.cacheKiB)") }
        if !readOnly { configuration.prepareDatabase(Self.keepLog) }
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
        } catch {
            throw Self.opening(path, readOnly: readOnly, error)
        }
        do {
            try Self.admit(pool, path: path, readOnly: readOnly)
            if !readOnly { try Self.prepare(pool) }
            place = JournalPlace(path)
        } catch let error as JournalError {
            throw error
        } catch {
            throw Self.opening(path, readOnly: readOnly, error)
        }
    }

    /// The head after the last transaction of this object; nil before the first.
    public var newestWritten: Head? { known.withLock { $0.sequence > 0 ? $0 : nil } }

    /// Whether the chain holds this record.
    public func holds(_ head: Head) throws(JournalError) -> Bool {
        try read { db in
            try String.fetchOne(db, sql: "SELECT digest FROM record WHERE sequence = ?", arguments: [head.sequence])
                == head.digest
        }
    }

    /// - Throws: `.gone` where a file of the journal no longer lies where it was opened: what this object writes and
    ///   reads nobody else finds.
    public func checkPlace() throws(JournalError) {
        guard let fault = place.fault() else { return }
        throw .gone(
            "The journal is lost: \(fault). Nothing more is taken; what was told since may be in no journal. Put the "
                + "files back or restore a backup (cqwatch journal restore), then start again.")
    }

    /// Closes every connection. The object is of no use afterwards. In a service, where it would start libdispatch's
    /// threads: `leave()`.
    public func close() throws(JournalError) {
        if place.fault() != nil { return abandon() }
        do {
            foldIn()
            try pool.close()
        } catch {
            throw Self.failed("close", error)
        }
    }

    /// The last that a service does with it. All is written that will be; the connections stay open to the end of the
    /// process, which closes them as a kill would. The object is of no use afterwards.
    public func leave() {
        if place.fault() != nil { return abandon() }
        foldIn()
        keepToTheEnd(pool)
    }

    /// Whoever copies the one file afterwards has all of it. What cannot be folded in, because somebody else reads or
    /// the disk is full, stays in the log and is as safe there.
    private func foldIn() {
        guard !isReadOnly else { return }
        try? pool.writeWithoutTransaction { db in _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    }

    /// Gives back the memory of the connection that reads.
    public func shrink() throws(JournalError) { try read { db in try db.execute(sql: "PRAGMA shrink_memory") } }

    /// Ends without SQLite's own way of closing, which would write an orphaned log's pages over what others have
    /// written since. What can still be saved is: where only the log's name is gone, its content is folded into the
    /// journal.
    private func abandon() {
        if !isReadOnly, place.canBeRescued(path) {
            try? pool.writeWithoutTransaction { db in _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        }
        keepToTheEnd(pool)
    }
}

/// Never releases what GRDB made: a dispatch queue of GRDB's that is released hands a block to libdispatch's pool of
/// threads, which from then on wakes the process every second, and writes to the system's log where it may not set its
/// threads' priority. What is kept so is closed, or the process is about to end.
func keepToTheEnd(_ object: some AnyObject) { _ = Unmanaged.passRetained(object) }

/// errno in words.
func systemSentence(_ code: Int32) -> String { String(cString: strerror(code)) }
