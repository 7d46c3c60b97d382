// Wakes a thread that waits in `Epoll` (eventfd(2)).
internal import CLinux

/// A descriptor that is ready from `signal` until `drain`. Any thread may signal.
public struct Eventfd: ~Copyable, Sendable {
    private let owner: Descriptor

    public init() throws(SystemError) {
        owner = try Descriptor("make", "an eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) }
    }

    /// What is waited on for input.
    public var descriptor: Int32 { owner.number }

    /// A full counter is ready too: nothing is lost.
    public func signal() { eventfd_write(owner.number, 1) }

    /// Reads any number of signals at once.
    /// - Returns: whether there was one.
    @discardableResult
    public func drain() -> Bool {
        var count: eventfd_t = 0
        return eventfd_read(owner.number, &count) == 0
    }
}
