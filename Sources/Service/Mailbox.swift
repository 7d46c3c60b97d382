// What the event sources say, in the order in which they said it, until the one consumer takes it.
internal import Devices
internal import Files
internal import Intake
internal import Journal
internal import Linux
internal import Monitoring
internal import Synchronization

enum ServiceEvent: Sendable {
    case monitor(Event)
    case signal(ServiceSignal)
    /// A date has come that something waits for.
    case due
    case devices(DeviceNews)
    /// A file that an earlier start left in the spool was examined.
    case spooled(SourceFile, ReadOutcome)
    /// Something is left to do that made way for other events.
    case more
    /// The deliverer has looked at the outbox.
    case looked
    /// inotify cannot watch a directory.
    case unwatched(SystemError)
    /// A part of the service ended that the rest cannot do without.
    case broken(String)
    /// The journal is not what was written, or cannot be read.
    case journal(JournalError)
}

/// An ordered queue with one consumer. It is bounded because its sources are: a hint or tick that already waits is not
/// added again, answers are as many as the scans and reads under way, signals of a kind count once, and devices come
/// and go no faster than a bus takes them in.
final class Mailbox: Sendable {
    private struct Waiting {
        var events: [ServiceEvent] = []
        var hints: Set<BytePath> = []
        var tick = false
        var due = false
        var looked = false
        var signals: Set<Int32> = []
        /// By error number.
        var refusals: Set<Int32> = []
    }

    private let waiting = Mutex(Waiting())
    /// Raised once for any number of events that wait.
    private let wakes = Semaphore()

    func post(_ event: ServiceEvent) {
        let isFirst = waiting.withLock { waiting in
            let new =
                switch event {
                case .monitor(.hint(let root)): waiting.hints.insert(root).inserted
                case .monitor(.tick): !waiting.tick
                case .due: !waiting.due
                case .looked: !waiting.looked
                case .signal(let signal): waiting.signals.insert(signal.rawValue).inserted
                case .unwatched(let fault): waiting.refusals.insert(fault.code).inserted
                case .monitor, .devices, .spooled, .broken, .journal, .more: true
                }
            guard new else { return false }
            if case .monitor(.tick) = event { waiting.tick = true }
            if case .due = event { waiting.due = true }
            if case .looked = event { waiting.looked = true }
            waiting.events.append(event)
            return waiting.events.count == 1
        }
        if isFirst { wakes.signal() }
    }

    /// Waits until something does, and takes all of it.
    func next() -> [ServiceEvent] {
        wakes.wait()
        return drain()
    }

    /// Takes all that waits.
    func drain() -> [ServiceEvent] {
        waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting.events
        }
    }
}
