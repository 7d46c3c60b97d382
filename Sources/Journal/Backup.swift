// A second copy, taken while the daemon writes, and the way back. Neither ever writes over a file that is there.
internal import Foundation
internal import GRDB
internal import Glibc

extension Journal {
    /// Copies the journal as it stands now to a new file and verifies the copy. Writers are not held up.
    public func backup(to destination: String, progress: (Int64, Int64) -> Void = { _, _ in }) throws(JournalError)
        -> Verification
    {
        try Self.copy(pool, to: destination, progress: progress)
    }

    /// Makes a journal of a backup: copies it to `path`, where no journal may lie and no daemon or deliverer run, and
    /// verifies the copy. The new files are the directory's owner's, so that root may restore for the service.
    /// - Returns: what was verified; where that is not intact, nothing was made.
    public static func restore(_ backup: String, to path: String, progress: (Int64, Int64) -> Void = { _, _ in })
        throws(JournalError) -> Verification
    {
        guard FileManager.default.fileExists(atPath: backup) else { throw .cannotOpen("There is no file \(backup).") }
        try makeDirectory(of: path)
        // Held to the end: nobody starts on half a journal.
        guard let daemon = try JournalLock(.daemon, journal: path),
            let deliverer = try JournalLock(.deliverer, journal: path)
        else {
            throw .refused(
                "The journal \(path) is in use: stop cqwatch first (systemctl stop cqwatch cqwatch-deliver), then "
                    + "restore."
            )
        }
        defer { withExtendedLifetime((daemon, deliverer)) {} }
        for file in ["", "-wal", "-shm"].map({ path + $0 }) where FileManager.default.fileExists(atPath: file) {
            throw .refused(
                "\(file) is there already, and nothing is ever overwritten: move the journal and its -wal and -shm "
                    + "away, then restore."
            )
        }
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
        return try copy(source, to: path, asDirectoryOwner: true, progress: progress)
    }

    private static func copy(
        _ source: some DatabaseReader, to destination: String, asDirectoryOwner: Bool = false,
        progress: (Int64, Int64) -> Void
    ) throws(JournalError)
        -> Verification
    {
        let partial = destination + ".\(getpid()).partial"
        let descriptor = Glibc.open(partial, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .refused("\(partial) cannot be made: \(systemSentence(errno)).") }
        if asDirectoryOwner { giveToDirectoryOwner(descriptor, destination) }
        Glibc.close(descriptor)
        defer { unlink(partial) }
        let verification: Verification
        do {
            let copy = try DatabaseQueue(path: partial)
            // In one step: stepwise copying begins anew with every commit of the daemon.
            try source.backup(to: copy)
            // One file: a copy in WAL mode would need two more beside it.
            try copy.writeWithoutTransaction { db in _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") }
            verification = try verify(copy, head: nil, progress: progress)
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
        let directory = Glibc.open(
            URL(filePath: path).deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else {
            throw .failed("The directory of \(path) cannot be synced: \(systemSentence(errno)).")
        }
        defer { Glibc.close(directory) }
        guard fsync(directory) == 0 else {
            throw .failed("The directory of \(path) cannot be synced: \(systemSentence(errno)).")
        }
    }
}
