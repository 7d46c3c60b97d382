// A thread sleeps until another one wakes it (futex(2)). Not libdispatch's: that one's pool of threads, once it exists,
// wakes the process every second. Not POSIX's: its timed wait goes by a clock that people set.
internal import CLinux
internal import Synchronization

/// Counts signals; each lets one wait pass.
public final class Semaphore: Sendable {
    private let count = Atomic<UInt32>(0)

    public init() {}

    /// From any thread. Never waits.
    public func signal() {
        count.wrappingAdd(1, ordering: .releasing)
        withUnsafePointer(to: count) { clinux_futex_wake($0) }
    }

    /// Waits for a signal, and takes it.
    public func wait() { while !wait(until: nil) {} }

    /// The same, for so long at most.
    /// - Returns: whether there was a signal.
    public func wait(atMost patience: Duration) -> Bool { wait(until: steadyNow() + patience) }

    private func wait(until end: Duration?) -> Bool {
        while !tryWait() {
            var nanoseconds: Int64 = -1
            if let end {
                let left = end - steadyNow()
                if left <= .zero { return false }
                nanoseconds = Int64(min(left, Self.napMax) / .nanoseconds(1))
            }
            // Returns at once where the count is not 0 any more.
            withUnsafePointer(to: count) { clinux_futex_wait($0, 0, nanoseconds) }
        }
        return true
    }
    /// A longer wait is made of several.
    private static let napMax = Duration.seconds(86_400)

    /// As sem_trywait(3).
    private func tryWait() -> Bool {
        var seen = count.load(ordering: .relaxed)
        while seen > 0 {
            let result = count.weakCompareExchange(
                expected: seen, desired: seen - 1, successOrdering: .acquiring, failureOrdering: .relaxed)
            if result.exchanged { return true }
            seen = result.original
        }
        return false
    }
}
