// Two daemons on one journal would take every run twice over.
internal import Glibc

/// Held from creation to release, or until the process ends, however it ends.
final class DaemonLock {
    private let descriptor: Int32

    /// - Throws: a sentence, where another daemon holds the lock or its file cannot be made.
    init(journal path: String) throws(DaemonRefused) {
        let file = path + ".daemon-lock"
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
}

/// Why the daemon cannot run, as a sentence a person can act on.
struct DaemonRefused: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
