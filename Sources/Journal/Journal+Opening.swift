// What happens before the first record is read or written: the file is made, its schema is brought up to date and
// checked.
internal import Foundation
internal import GRDB
internal import GRDBSQLite
internal import Glibc

extension Journal {
    static func makeDirectory(of path: String) throws(JournalError) {
        let directory = URL(filePath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o750])
        } catch {
            throw .cannotOpen("The journal's directory \(directory) cannot be made: \(error.localizedDescription)")
        }
    }

    static func create(_ path: String) throws(JournalError) {
        try makeDirectory(of: path)
        // Whoever begins anew where a journal was must mean it.
        if access(path, F_OK) != 0, errno == ENOENT, !JournalLock.look(.daemon, journal: path).note.isEmpty {
            throw .damaged(
                "The journal \(path) is gone: a daemon has written one here, as "
                    + "\(path)\(JournalLock.Part.daemon.rawValue) shows. Put it back or restore "
                    + "a backup (cqwatch journal restore). To begin an empty journal, delete that file first.")
        }
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else {
            throw .cannotOpen("The journal \(path) cannot be opened: \(systemSentence(errno)).")
        }
        giveToDirectoryOwner(descriptor, path)
        Glibc.close(descriptor)
    }

    /// Daemon and deliverer start together: each migration is looked up first and made then, so that two openers at
    /// once would both make it.
    /// - Returns: a descriptor; until it is closed, other openers of a journal in this directory wait.
    static func takeTurn(_ path: String) throws(JournalError) -> Int32 {
        let directory = URL(filePath: path).deletingLastPathComponent().path
        let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotOpen("The journal's directory \(directory) cannot be opened: \(systemSentence(errno)).")
        }
        while flock(descriptor, LOCK_EX) != 0 {
            let code = errno
            if code == EINTR { continue }
            Glibc.close(descriptor)
            throw .cannotOpen("The journal's directory \(directory) cannot be locked: \(systemSentence(code)).")
        }
        return descriptor
    }

    /// Checks that the file is a journal of this version or, for a writer, makes it one.
    static func admit(_ database: some DatabaseReader, path: String, readOnly: Bool) throws {
        let (tables, id, newer, current) = try database.read { db in
            try refuse(Schema.unnamed(db), path)
            return (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0,
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Schema.migrator.hasBeenSuperseded(db), try Schema.migrator.hasCompletedMigrations(db)
            )
        }
        if tables > 0, id != applicationID {
            throw JournalError.cannotOpen("\(path) is a database, but not a cqwatch journal.")
        }
        if newer {
            throw JournalError.newer(
                "The journal \(path) was written by a newer version of cqwatch; install that version. Nothing was "
                    + "changed."
            )
        }
        if current { return try database.read { db in try refuse(Schema.fault(db), path) } }
        guard !readOnly else {
            throw JournalError.cannotOpen(
                "The journal \(path) is empty or of an older version; start the daemon once to bring it up to date.")
        }
    }

    /// Nothing is shown or written through a schema that is not the version's own.
    static func refuse(_ fault: String?, _ path: String) throws {
        guard let fault else { return }
        throw JournalError.damaged(
            "The journal \(path) was changed: \(fault) \(whatToDoAboutDamage)")
    }

    /// What every writer's connection needs before its first record.
    static func prepare(_ pool: DatabasePool) throws {
        try pool.read { db in try refuse(Schema.faultBeforeMigration(db), pool.path) }
        try pool.writeWithoutTransaction { db in
            // GRDB leaves a pool at NORMAL, which may lose the last commits with the power.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            if try Int32.fetchOne(db, sql: "PRAGMA application_id") != applicationID {
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            }
        }
        try Schema.migrator.migrate(pool)
        try pool.read { db in try refuse(Schema.fault(db), pool.path) }
    }

    /// The -wal and -shm files stay when the last connection closes: whoever may read the journal but not write to its
    /// directory can open it then too.
    static func keepLog(_ db: Database) throws {
        var on: Int32 = 1
        let code = sqlite3_file_control(db.sqliteConnection, nil, SQLITE_FCNTL_PERSIST_WAL, &on)
        guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
        try db.execute(sql: "PRAGMA journal_size_limit = \(logBytesMax)")
    }
}

/// What root makes in the service's directory is the service's: a command that root ran must not keep the service from
/// its own files.
func giveToDirectoryOwner(_ descriptor: Int32, _ path: String) {
    guard geteuid() == 0 else { return }
    var file = stat(), directory = stat()
    guard fstat(descriptor, &file) == 0, stat(URL(filePath: path).deletingLastPathComponent().path, &directory) == 0
    else { return }
    // Only what is root's: a file that somebody else owns already stays theirs.
    if file.st_uid == 0 { fchown(descriptor, directory.st_uid, directory.st_gid) }
}
