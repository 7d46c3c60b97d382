// A file descriptor has one owner, which closes it.
internal import Glibc

/// Owns an open descriptor: closed when its owner is gone.
public struct Descriptor: ~Copyable, Sendable {
    /// For system calls, as long as the owner lives.
    public let number: Int32

    /// - Parameter open: makes a descriptor that nobody else closes; negative, with errno, where it cannot.
    public init(_ action: String, _ subject: @autoclosure () -> String, _ open: () -> Int32) throws(SystemError) {
        number = try systemCall(action, subject(), open)
    }

    deinit { close(number) }
}
