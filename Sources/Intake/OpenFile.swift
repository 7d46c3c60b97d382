// Files and directories as this room opens them: never through a link that nobody asked for, never waiting.
internal import Files
internal import Glibc
internal import Linux

extension SystemError {
    init(action: String, subject: BytePath, code: Int32) {
        self.init(action: action, subject: subject.text, code: code)
    }
}

/// The text of a path is made only for an error.
func systemCall<Result: SignedInteger>(_ action: String, _ subject: BytePath, _ call: () -> Result) throws(SystemError)
    -> Result
{
    try Linux.systemCall(action, subject.text, call)
}

/// An open file: closed when its owner is done with it.
struct OpenFile: ~Copyable {
    private let owner: Descriptor
    let path: BytePath
    var descriptor: Int32 { owner.number }

    /// Opens for reading without following a link in the last component and without ever waiting for a writer.
    init(_ path: BytePath, directory: Bool, followingLinks: Bool = false) throws(SystemError) {
        let flags =
            O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (directory ? O_DIRECTORY : 0)
            | (followingLinks ? 0 : O_NOFOLLOW)
        owner = try Descriptor("open", path.text) { path.withCString { open($0, flags) } }
        self.path = path
    }

    /// The same for an entry of an open directory.
    init(_ name: BytePath, in parent: borrowing OpenFile, directory: Bool) throws(SystemError) {
        let path = parent.path.appending(name.bytes)
        let flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | O_NOFOLLOW | (directory ? O_DIRECTORY : 0)
        let folder = parent.descriptor
        owner = try Descriptor("open", path.text) { name.withCString { openat(folder, $0, flags) } }
        self.path = path
    }

    /// Size and times, or nil where it is no regular file.
    func stamp() throws(SystemError) -> FileStamp? {
        var about = stat()
        let descriptor = descriptor
        _ = try systemCall("examine", path) { fstat(descriptor, &about) }
        return FileStamp(about)
    }
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
