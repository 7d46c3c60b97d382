internal import Foundation
internal import Glibc

/// A folder that pages are written into. A page appears whole or not at all: written under a temporary name, then
/// renamed. Calls block.
public struct PageFolder: Sendable {
    public let path: String
    /// Refuse a folder that is a symbolic link: a service's folder leads nowhere else.
    public let refusesLink: Bool

    public struct Failure: Error {
        public let sentence: String
    }

    public init(_ path: String, refusesLink: Bool) {
        self.path = path
        self.refusesLink = refusesLink
    }

    /// Owner and group may read it, nobody else: pages hold study codes.
    private static let mode: mode_t = 0o640

    /// - Parameter name: without a slash.
    public func write(_ text: String, as name: String) throws(Failure) {
        guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
            throw Failure(sentence: "\(name) is no name of a page")
        }
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (refusesLink ? O_NOFOLLOW : 0))
        guard folder >= 0 else { throw failure("the folder cannot be opened") }
        defer { close(folder) }
        let temporary = ".\(name).\(getpid()).new"
        // What a crash left behind under this name is nobody's.
        unlinkat(folder, temporary, 0)
        let file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Self.mode)
        guard file >= 0 else { throw failure("\(name) cannot be made") }
        let written = Self.fill(file, Array(text.utf8))
        // A share may tell of its full disk only now.
        let closed = close(file) == 0
        guard written, closed, renameat(folder, temporary, folder, name) == 0 else {
            let told = failure("\(name) cannot be written")
            unlinkat(folder, temporary, 0)
            throw told
        }
    }

    private static func fill(_ file: Int32, _ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress?.advanced(by: done), bytes.count - done)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return fchmod(file, mode) == 0
    }

    private func failure(_ what: String) -> Failure {
        Failure(sentence: "\(path): \(what): \(String(cString: strerror(errno)))")
    }
}
