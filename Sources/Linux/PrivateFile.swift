// A file that nobody but the service's user can read: secrets are kept in such files, and are taken from no others.
internal import Foundation
internal import Glibc

public enum PrivateFile {
    /// What nobody but the user may do.
    private static let others: mode_t = 0o077

    /// Why it is not read, as the end of a sentence that begins with the file; nothing of what it holds.
    public struct Refused: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
        init(_ what: String, _ code: Int32) { description = "\(what): \(String(cString: strerror(code)))" }
    }

    /// Others can read or write the file, so that no secret is taken from it; false where there is none.
    public static func isExposed(_ path: String) -> Bool {
        var about = stat()
        return stat(path, &about) == 0 && about.st_mode & others != 0
    }

    /// The file's first bytes. Blocks.
    /// - Parameters:
    ///   - max: so many at most: ask for one more than may be there to learn of a longer file.
    ///   - isChecked: others must not be able to read it, and it must be the caller's own.
    ///   - followsLink: the path may be a symbolic link.
    public static func firstBytes(of path: String, max: Int, isChecked: Bool = true, followsLink: Bool = true)
        throws(Refused) -> [UInt8]
    {
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK | (followsLink ? 0 : O_NOFOLLOW)
        let number = open(path, flags)
        guard number >= 0 else { throw Refused("cannot be opened", errno) }
        defer { close(number) }
        var about = stat()
        guard fstat(number, &about) == 0, about.st_mode & S_IFMT == S_IFREG else { throw Refused("is no file") }
        if isChecked, about.st_mode & others != 0 {
            throw Refused("is refused: others can read or write it; chmod 600 it")
        }
        if isChecked, geteuid() != 0, about.st_uid != geteuid() {
            throw Refused("is refused: it belongs to another user than the service")
        }
        var bytes = [UInt8](repeating: 0, count: max)
        let count = read(number, &bytes, max)
        guard count >= 0 else { throw Refused("cannot be read", errno) }
        return Array(bytes.prefix(count))
    }
}
