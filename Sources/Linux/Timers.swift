// Timers as descriptors (timerfd_create(2)), for a thread that waits in `Epoll`.
internal import CLinux
public import Foundation
internal import Glibc

/// A timer on the clock that nobody sets. Any thread may set it.
public struct SteadyTimer: ~Copyable, Sendable {
    private let owner: Descriptor

    public init() throws(SystemError) { owner = try timer(CLOCK_MONOTONIC) }

    /// What is waited on for input.
    public var descriptor: Int32 { owner.number }

    /// Ready once `steadyNow()` is `time`, at once where that is past. Replaces what was set before.
    public func set(at time: Duration) {
        let parts = max(time, .nanoseconds(1)).components
        arm(owner, timespec(tv_sec: Int(parts.seconds), tv_nsec: Int(parts.attoseconds / 1_000_000_000)), absolute)
    }

    /// It is not ready any more until it is over again.
    public func drain() { readExpirations(owner) }
}

/// A timer on the clock that people and time servers set. Any thread may set it.
public struct WallTimer: ~Copyable, Sendable {
    /// The latest time, seconds since 1970.
    private static let dueMax = 2.5e11
    private let owner: Descriptor

    public init() throws(SystemError) { owner = try timer(CLOCK_REALTIME) }

    /// What is waited on for input.
    public var descriptor: Int32 { owner.number }

    /// Ready at `date`, at once where that is past, or when somebody sets the clock. Replaces what was set before; nil
    /// only ends that.
    public func set(at date: Date?) {
        var time = timespec()
        if let date {
            let seconds = min(max(date.timeIntervalSince1970, 1), Self.dueMax)
            time = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        }
        arm(owner, time, absolute | Int32(TFD_TIMER_CANCEL_ON_SET))
    }

    /// It is not ready any more until it is over again.
    public func drain() { readExpirations(owner) }
}

private let absolute = Int32(TFD_TIMER_ABSTIME)

private func timer(_ clock: clockid_t) throws(SystemError) -> Descriptor {
    try Descriptor("make", "a timer") { timerfd_create(clock, Int32(TFD_CLOEXEC | TFD_NONBLOCK)) }
}

/// A time of 0 ends the timer.
private func arm(_ timer: borrowing Descriptor, _ time: timespec, _ flags: Int32) {
    var value = itimerspec()
    value.it_value = time
    timerfd_settime(timer.number, flags, &value, nil)
}

private func readExpirations(_ timer: borrowing Descriptor) {
    var expirations = UInt64(0)
    _ = read(timer.number, &expirations, MemoryLayout.size(ofValue: expirations))
}
