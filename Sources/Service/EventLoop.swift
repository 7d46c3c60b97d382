// One thread that waits for all the kernel has to say (signals, inotify, the timers) and only turns it into events.
internal import Foundation
internal import Intake
internal import Linux
internal import Monitoring

final class EventLoop: Sendable {
    private enum Key: UInt64 { case signals = 1, timer, calendar, changes }

    private let epoll: Epoll<Key>
    private let timer: SteadyTimer
    /// What is due at a date.
    private let calendar: WallTimer
    private let watch: FolderWatch?
    private let mailbox: Mailbox
    private let thread = BlockingThread("cqwatch-events")

    /// `watch` is nil where inotify is not to be had.
    init(_ mailbox: Mailbox, watch: FolderWatch?) throws(SystemError) {
        self.mailbox = mailbox
        self.watch = watch
        epoll = try Epoll()
        timer = try SteadyTimer()
        calendar = try WallTimer()
        // The signals' descriptor is the handler's, for as long as the process lives.
        try epoll.add(systemCall("catch", "signals") { ServiceSignal.descriptor() }, .signals)
        try epoll.add(timer.descriptor, .timer)
        try epoll.add(calendar.descriptor, .calendar)
        if let watch { try epoll.add(watch.descriptor, .changes) }
    }

    func start() { thread.start { [self] in run() } }

    /// Sends `Event.tick` when the steady clock reads `at`. Replaces what was armed before. From any thread.
    func arm(at: Duration) { timer.set(at: at) }

    /// Sends `ServiceEvent.due` when the wall clock reads `due`, or when somebody sets that clock; nil disarms. From
    /// any thread.
    func arm(due: Date?) { calendar.set(at: due) }

    /// Ends the thread and waits for it.
    func stop() {
        epoll.shutDown()
        thread.join()
    }

    private func run() {
        do throws(SystemError) {
            while let ready = try epoll.wait() {
                for key in ready { try handle(key) }
            }
        } catch {
            mailbox.post(.broken(error.description))
        }
    }

    private func handle(_ key: Key) throws(SystemError) {
        switch key {
        case .timer:
            timer.drain()
            mailbox.post(.monitor(.tick))
        case .calendar:
            calendar.drain()
            mailbox.post(.due)
        case .signals: for signal in ServiceSignal.drain() { mailbox.post(.signal(signal)) }
        case .changes: for root in try watch?.hints() ?? [] { mailbox.post(.monitor(.hint(root: root))) }
        }
    }
}
