// Two daemons on one journal would take every run twice over. The lock's file also shows others that a daemon lives, and when it last scanned.
public import Foundation
internal import Glibc

/// Held from creation to release, or until the process ends, however it ends.
final class DaemonLock {
    private let descriptor: Int32

    /// - Throws: a sentence, where another daemon holds the lock or its file cannot be made.
    init(journal path: String) throws(DaemonRefused) {
        let file = Self.file(path)
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw DaemonRefused("\(file) cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw DaemonRefused(
                code == EWOULDBLOCK
                    ? "another daemon writes \(path) already: stop it first (systemctl stop cqwatch), or configure another journal.path"
                    : "\(file) cannot be locked: \(String(cString: strerror(code)))")
        }
    }

    deinit { close(descriptor) }

    /// A scan ended: the file's modification time says so. Where the file system refuses, `status` shows an older time.
    func markScan() { futimens(descriptor, nil) }

    fileprivate static func file(_ journal: String) -> String { journal + ".daemon-lock" }
}

/// What the lock's file says of the daemon.
public struct DaemonPulse: Sendable {
    /// A process holds the lock.
    public let isRunning: Bool
    /// When its last scan ended; nil where none ever did.
    public let lastScan: Date?

    public init(journal path: String) {
        let descriptor = open(DaemonLock.file(path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else {
            (isRunning, lastScan) = (false, nil)
            return
        }
        defer { close(descriptor) }
        // A shared lock that is let go at once disturbs no daemon but one that starts in this very instant, and that one is started again.
        isRunning = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        var status = stat()
        lastScan = fstat(descriptor, &status) == 0 ? Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec)) : nil
    }
}

/// Why the daemon cannot run, as a sentence a person can act on.
struct DaemonRefused: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
