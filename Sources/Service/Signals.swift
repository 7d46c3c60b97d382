// Signals are blocked first thing in main and read from a descriptor: a handler or a dispatch source loses one that comes early.
internal import CLinux
internal import Glibc

/// The signals that the service understands.
enum ServiceSignal: Int32, CaseIterable {
    case terminate = 15
    case interrupt = 2
    case hangUp = 1

    static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in allCases { sigaddset(&set, signal.rawValue) }
        return set
    }
}

/// Call first thing in main, before any other thread exists: SIGTERM, SIGINT and SIGHUP then wait until `runDaemon` or `runDelivery`
/// reads them. Broken pipes become errors of the write.
public func blockServiceSignals() {
    var set = ServiceSignal.set
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
}

/// Gives the terminal's and the supervisor's signals their usual meaning back.
public func unblockServiceSignals() {
    var set = ServiceSignal.set
    pthread_sigmask(SIG_UNBLOCK, &set, nil)
}
