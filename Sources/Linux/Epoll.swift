// One thread waits for many descriptors (epoll(7)).
internal import CLinux

/// Says which descriptors are ready, by the caller's own names for them, for as long as they are ready. One thread
/// waits; any thread adds, removes and shuts down.
public final class Epoll<Key: RawRepresentable<UInt64> & Sendable>: Sendable {
    /// What a descriptor is waited on for. That it has failed or was hung up is always told.
    public enum Interest: Sendable {
        case input
        /// What poll(2) calls exceptional: a table of mounts that has changed.
        case priority
    }

    private let owner: Descriptor
    private let ending: Eventfd
    /// No key of a caller's.
    private let endingKey = UInt64.max

    public init() throws(SystemError) {
        owner = try Descriptor("make", "an epoll instance") { epoll_create1(Int32(EPOLL_CLOEXEC)) }
        ending = try Eventfd()
        try add(ending.descriptor, endingKey, .input)
    }

    /// - Parameter descriptor: its owner keeps it open until it is removed, or closes it, which removes it too.
    public func add(_ descriptor: Int32, _ key: Key, for interest: Interest = .input) throws(SystemError) {
        try add(descriptor, key.rawValue, interest)
    }

    public func remove(_ descriptor: Int32) throws(SystemError) {
        _ = try systemCall("stop waiting for", "descriptor \(descriptor)") {
            clinux_epoll_remove(owner.number, descriptor)
        }
    }

    /// Sleeps until something is ready.
    /// - Parameter patience: nil: without end.
    /// - Returns: what is ready, nothing where the patience is over first; nil after `shutDown`, from then on always.
    public func wait(atMost patience: Duration? = nil) throws(SystemError) -> [Key]? {
        let end = patience.map { steadyNow() + $0 }
        var keys = [UInt64](repeating: 0, count: Int(clinux_epoll_events_max))
        let count = try systemCall("wait for", "descriptors") {
            clinux_epoll_wait(owner.number, &keys, Int32(keys.count), milliseconds(until: end))
        }
        let ready = keys.prefix(Int(count))
        return ready.contains(endingKey) ? nil : ready.compactMap(Key.init)
    }

    /// Ends each wait, now and later.
    public func shutDown() { ending.signal() }

    private func add(_ descriptor: Int32, _ key: UInt64, _ interest: Interest) throws(SystemError) {
        let events = interest == .input ? EPOLLIN : EPOLLPRI
        _ = try systemCall("wait for", "descriptor \(descriptor)") {
            clinux_epoll_add(owner.number, descriptor, events.rawValue, key)
        }
    }
}

/// Rounded up, so that nobody wakes early; -1 for no end.
private func milliseconds(until end: Duration?) -> Int32 {
    guard let end else { return -1 }
    let left = max(end - steadyNow(), .zero) / .milliseconds(1)
    return Int32(min(left.rounded(.up), Double(Int32.max)))
}
