// Signals become events. Neither a mask nor signalfd can do it here: the main thread of an `async` main ends in libdispatch's
// `sigsuspend` with an empty mask, and a signal that is blocked everywhere else then ends the process. A dispatch source loses one that
// comes early. So a handler marks the signal and wakes a descriptor, from the first line of main on.
internal import CLinux
internal import Glibc

/// The signals that the service understands.
enum ServiceSignal: Int32, CaseIterable {
    case hangUp = 1
    case interrupt = 2
    case terminate = 15

    /// Wakes when one has come. Negative where the system refused.
    static func descriptor() -> Int32 {
        clinux_catch_signals(allCases.reduce(0) { $0 | 1 << UInt64($1.rawValue) })
    }

    /// Those that came since the last call.
    static func take() -> [ServiceSignal] {
        let caught = clinux_take_signals()
        return allCases.filter { caught >> UInt64($0.rawValue) & 1 == 1 }
    }
}

/// Call first thing in main of a service: SIGTERM, SIGINT and SIGHUP then wait until `runDaemon` or `runDelivery` takes them, and broken
/// pipes become errors of the write. Limits malloc's heaps too, which must come before there are threads.
public func blockServiceSignals() {
    _ = ServiceSignal.descriptor()
    signal(SIGPIPE, SIG_IGN)
    IdleMemory.limitHeaps()
}
