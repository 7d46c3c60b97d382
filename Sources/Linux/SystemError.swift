// What the system refuses, and the one place where a call that a signal interrupted is made again.
internal import Glibc

/// A call that the system refused: what was being done, to what, and why not.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: "open", "list".
    public let action: String
    /// What it was tried on, printable.
    public let subject: String
    /// errno.
    public let code: Int32

    public init(action: String, subject: String, code: Int32) {
        self.action = action
        self.subject = subject
        self.code = code
    }

    /// inotify has no more watches.
    public var isOutOfWatches: Bool { code == ENOSPC }

    /// There is nothing of that name.
    public var isAbsence: Bool { code == ENOENT }

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

    public var description: String { "cannot \(action) \(subject): \(reason)" }
}

/// Calls until it is not interrupted. A negative result is an error.
/// - Parameter subject: asked for only where the call fails.
public func systemCall<Result: SignedInteger>(
    _ action: String, _ subject: @autoclosure () -> String, _ call: () -> Result
) throws(SystemError) -> Result {
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw SystemError(action: action, subject: subject(), code: code) }
    }
}
