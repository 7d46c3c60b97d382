internal import Glibc

/// Files that others read while they are replaced: they see the old one or the new one, never a part.
package enum WholeFile {
    package enum Failure: Error {
        /// The system's numbers of errors.
        case making(Int32), writing(Int32)

        package var reason: String {
            switch self {
            case .making(let code), .writing(let code): String(cString: strerror(code))
            }
        }
    }

    /// Puts a text in a file's place: written under the temporary name, then renamed. Blocks.
    /// - Parameters:
    ///   - folder: a descriptor that the names are relative to, or `AT_FDCWD`.
    ///   - mode: whatever the umask says.
    package static func replace(_ name: String, by temporary: String, in folder: Int32, with text: String, mode: UInt32)
        throws(Failure)
    {
        // Whatever a crash or somebody else left there, a pipe or a link, is not written into.
        unlinkat(folder, temporary, 0)
        let file = openat(folder, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard file >= 0 else { throw .making(errno) }
        let written = fchmod(file, mode) == 0 && fill(file, Array(text.utf8))
        let code = errno
        // A share may tell of its full disk only now.
        guard close(file) == 0, written, renameat(folder, temporary, folder, name) == 0 else {
            let failure = Failure.writing(written ? errno : code)
            unlinkat(folder, temporary, 0)
            throw failure
        }
    }

    private static func fill(_ file: Int32, _ bytes: [UInt8]) -> Bool {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress?.advanced(by: done), bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            done += count
        }
        return true
    }
}
