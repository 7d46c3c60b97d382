// Signals become events. A signalfd wants them blocked in every thread, those of libraries too, and a dispatch source
// loses one that comes early. So a handler marks the signal and wakes a descriptor, from the first line of main on.
// Before that line (the kernel and the dynamic loader need some 5 ms) a signal ends the process, which has touched
// nothing yet; systemd counts that as a clean end.
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
    static func drain() -> [ServiceSignal] {
        let caught = clinux_drain_signals()
        return allCases.filter { caught >> UInt64($0.rawValue) & 1 == 1 }
    }
}

/// A service that was started without standard input, output or error gets /dev/null there: else the next file that it
/// opens, the lock's or the journal's, would be what the log is written into.
private func keepStandardDescriptors() {
    var descriptor = open("/dev/null", O_RDWR)
    while (0...STDERR_FILENO).contains(descriptor) { descriptor = open("/dev/null", O_RDWR) }
    if descriptor >= 0 { close(descriptor) }
}

/// Call first thing in main of a service: SIGTERM, SIGINT and SIGHUP then wait until `runDaemon` or `runDelivery` takes
/// them, and broken pipes become errors of the write. Limits malloc's heaps too, which must come before there are
/// threads.
public func catchServiceSignals() {
    keepStandardDescriptors()
    _ = ServiceSignal.descriptor()
    signal(SIGPIPE, SIG_IGN)
    IdleMemory.limitHeaps()
}
