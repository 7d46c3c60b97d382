// A second copy, taken while the daemon writes, and the way back. Neither ever writes over a file that is there.
internal import Foundation
internal import GRDB
internal import Glibc

extension Journal {
    /// Copies the journal as it stands now to a new file and verifies the copy. Writers are not held up.
    public func backup(to destination: String, progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError) -> Verification {
        try Self.copy(pool, to: destination, progress: progress)
    }

    /// Makes a journal of a backup: verifies it, copies it to `path`, where nothing may lie yet, and verifies the copy.
    public static func restore(_ backup: String, to path: String, progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError) -> Verification {
        for leftover in ["-wal", "-shm"].map({ path + $0 }) where FileManager.default.fileExists(atPath: leftover) {
            throw .refused("\(leftover) is left of the journal that was there. Stop cqwatch, move all three files away, then restore.")
        }
        guard FileManager.default.fileExists(atPath: backup) else { throw .cannotOpen("There is no file \(backup).") }
        var configuration = GRDB.Configuration()
        configuration.readonly = true
        let source: DatabaseQueue
        do {
            source = try DatabaseQueue(path: backup, configuration: configuration)
            try admit(source, path: backup, readOnly: true)
        } catch let error as JournalError {
            throw error
        } catch {
            throw opening(backup, readOnly: true, error)
        }
        return try copy(source, to: path, progress: progress)
    }

    private static func copy(_ source: some DatabaseReader, to destination: String, progress: (Int64, Int64) -> Void) throws(JournalError)
        -> Verification
    {
        let partial = destination + ".\(getpid()).partial"
        let descriptor = Glibc.open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .refused("\(partial) cannot be made: \(systemSentence(errno)).") }
        Glibc.close(descriptor)
        defer { unlink(partial) }
        let verification: Verification
        do {
            let copy = try DatabaseQueue(path: partial)
            // In one step: stepwise copying begins anew with every commit of the daemon.
            try source.backup(to: copy)
            // One file: a copy in WAL mode would need two more beside it.
            try copy.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
            verification = try copy.read { db in try verify(db, head: nil, progress: progress) }
            try copy.close()
        } catch {
            throw failed("copy", error)
        }
        guard verification.isIntact else { return verification }
        guard link(partial, destination) == 0 else {
            let why = errno == EEXIST ? "it is there already; nothing is ever overwritten" : systemSentence(errno)
            throw .refused("\(destination) cannot be made: \(why).")
        }
        try syncDirectory(of: destination)
        return verification
    }

    /// The new name itself must survive a power cut.
    private static func syncDirectory(of path: String) throws(JournalError) {
        let directory = Glibc.open(URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw .failed("The directory of \(path) cannot be synced: \(systemSentence(errno)).") }
        defer { Glibc.close(directory) }
        guard fsync(directory) == 0 else { throw .failed("The directory of \(path) cannot be synced: \(systemSentence(errno)).") }
    }
}
