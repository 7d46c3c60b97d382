// One process a part: two daemons would take every run twice over, two deliverers would send each alert twice.
// The daemon's lock file also shows others that it lives, and what it last saw.
internal import Foundation
internal import Glibc

/// Held from creation until it is released or the process ends, however it ends.
public final class JournalLock: Sendable {
    /// What a process does with the journal that no second one may do. The raw value ends the lock file's name.
    public enum Part: String, Sendable {
        case daemon = ".daemon-lock", deliverer = ".deliver-lock", interface = ".interface-lock"
    }

    /// What a holder may write into its file, bytes.
    public static let noteBytesMax = 256 << 10

    /// Whoever looks at the lock holds it for an instant: a lock that is held is asked for again, so often and after so
    /// many microseconds.
    private static let triesMax = 20
    private static let tryPause: UInt32 = 20_000

    private let descriptor: Int32

    /// - Returns: nil where another process holds the lock.
    /// - Throws: where its file cannot be made or locked.
    public init?(_ part: Part, journal path: String) throws(JournalError) {
        let file = path + part.rawValue
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw .cannotOpen("\(file) cannot be opened: \(systemSentence(errno)).") }
        giveToDirectoryOwner(descriptor, path)
        for tries in 1... {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return }
            let code = errno
            if code == EWOULDBLOCK || code == EINTR, tries < Self.triesMax {
                usleep(Self.tryPause)
                continue
            }
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw .cannotOpen("\(file) cannot be locked: \(systemSentence(code)).")
        }
    }

    deinit { close(descriptor) }

    /// Replaces what the lock's file says. Where the disk refuses, readers see what stood there before.
    public func write(note: [UInt8]) {
        guard note.count <= Self.noteBytesMax, pwrite(descriptor, note, note.count, 0) == note.count else { return }
        ftruncate(descriptor, off_t(note.count))
    }

    /// Whether a process holds the lock, and what it last wrote; empty where nothing can be read.
    public static func look(_ part: Part, journal path: String) -> (isHeld: Bool, note: [UInt8]) {
        let descriptor = open(path + part.rawValue, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else { return (false, []) }
        defer { close(descriptor) }
        // A shared lock that is let go at once: a process that starts in this very instant asks again.
        let isHeld = flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
        var note = [UInt8](repeating: 0, count: noteBytesMax)
        let count = pread(descriptor, &note, note.count, 0)
        return (isHeld, Array(note.prefix(max(0, count))))
    }
}
