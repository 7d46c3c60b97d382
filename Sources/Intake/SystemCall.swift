// Every system call of this room goes through here: EINTR is retried in one place, and errors carry what was being done
// to what.
public import Files
internal import Glibc

/// A call that the system refused.
public struct SystemFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried: "open", "list".
    public let action: String
    public let subject: BytePath
    public let code: Int32

    public init(action: String, subject: BytePath, code: Int32) {
        self.action = action
        self.subject = subject
        self.code = code
    }

    /// inotify has no more watches.
    public var isOutOfWatches: Bool { code == ENOSPC }

    /// The system's words for the code, and for the commonest what to do.
    public var reason: String {
        let words = String(cString: strerror(code))
        return switch code {
        case EACCES, EPERM: "\(words): give the service's user the right to read it."
        case EHOSTDOWN, EHOSTUNREACH, ETIMEDOUT, ENOTCONN, ESTALE:
            "\(words): the share's server does not answer; check the network and the mount."
        case EIO: "\(words): the disk, stick or share gives errors; copy the file anew."
        case EMFILE, ENFILE: "\(words): the system has no free file handles."
        default: "\(words)."
        }
    }

    public var description: String { "cannot \(action) \(subject.text): \(reason)" }
}

/// Calls until it is not interrupted. Negative results become faults.
func systemCall<Result: SignedInteger>(_ action: String, _ subject: BytePath, _ call: () -> Result) throws(SystemFault)
    -> Result
{
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemFault(action: action, subject: subject, code: code) }
    }
}

/// An open file: closed when its owner is done with it.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    let path: BytePath

    /// Opens for reading without following a link in the last component and without ever waiting for a writer.
    init(_ path: BytePath, directory: Bool, followingLinks: Bool = false) throws(SystemFault) {
        let flags =
            O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (directory ? O_DIRECTORY : 0)
            | (followingLinks ? 0 : O_NOFOLLOW)
        descriptor = try systemCall("open", path) { path.withCString { open($0, flags) } }
        self.path = path
    }

    /// The same for an entry of an open directory.
    init(_ name: BytePath, in parent: borrowing OpenFile, directory: Bool) throws(SystemFault) {
        let path = parent.path.appending(name.bytes)
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | (directory ? O_DIRECTORY : 0)
        let folder = parent.descriptor
        descriptor = try systemCall("open", path) { name.withCString { openat(folder, $0, flags) } }
        self.path = path
    }

    /// Size and times, or nil where it is no regular file.
    func stamp() throws(SystemFault) -> FileStamp? {
        var about = stat()
        _ = try systemCall("examine", path) { fstat(descriptor, &about) }
        return FileStamp(about)
    }

    deinit { close(descriptor) }
}

extension BytePath {
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        bytes.map { CChar(bitPattern: $0) }.withTerminator(body)
    }
}

private extension [CChar] {
    func withTerminator<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result { body(self + [0]) }
}

extension FileStamp {
    /// Nil where it is no regular file.
    init?(_ about: stat) {
        guard about.st_mode & S_IFMT == S_IFREG else { return nil }
        self.init(
            size: Int64(about.st_size), modified: nanoseconds(about.st_mtim), changed: nanoseconds(about.st_ctim),
            inode: UInt64(about.st_ino))
    }
}

/// Since 1970. A hostile file system may give any number: it wraps rather than traps, since stamps are only compared.
private func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
