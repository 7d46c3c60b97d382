// One deliverer at a time: two would tell everybody everything twice.
internal import Glibc

/// Held from creation until it is released or the process ends, however it ends.
final class DelivererLock: Sendable {
    private let descriptor: Int32

    /// - Throws: where the lock's file cannot be made.
    /// - Returns: nil where another process holds the lock.
    init?(journal path: String) throws(DeliveryFault) {
        let file = path + ".deliver-lock"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw DeliveryFault("\(file) cannot be opened: \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            if code == EWOULDBLOCK { return nil }
            throw DeliveryFault("\(file) cannot be locked: \(String(cString: strerror(code)))")
        }
    }

    deinit { close(descriptor) }
}

/// Why deliveries cannot be made at all, as a sentence a person can act on.
public struct DeliveryFault: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    init(_ description: String) { self.description = description }
}
