package import Linux
internal import Monitoring

/// What the main thread of a service waits for whose work others' threads do: signals, and a time.
package final class Attendance {
    package enum Call {
        /// Asked to end, by the signal of this name.
        case end(String)
        case reload
        /// The time that was set has come.
        case due
        case broken(String)
    }

    private let mailbox = Mailbox()
    private let loop: EventLoop

    package init() throws(SystemError) {
        loop = try EventLoop(mailbox, watch: nil)
        loop.start()
    }

    /// Calls `due` when the steady clock reads `time`. Replaces what was set before.
    package func set(at time: Duration) { loop.arm(at: time) }

    /// Waits for the next calls.
    package func next() -> [Call] {
        mailbox.next().compactMap { event in
            switch event {
            case .signal(.hangUp): .reload
            case .signal(let signal): .end(signal == .terminate ? "SIGTERM" : "SIGINT")
            case .monitor(.tick): .due
            case .broken(let reason): .broken(reason)
            case .monitor, .devices, .spooled, .journal, .more, .due, .looked, .unwatched: nil
            }
        }
    }

    package func close() { loop.stop() }
}
