// The clock that nobody sets.
internal import Glibc

/// A reading of CLOCK_MONOTONIC.
public func steadyNow() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
}
