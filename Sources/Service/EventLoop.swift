// One thread that waits for all the kernel has to say (signals, inotify, the timer) and only turns it into events.
internal import CLinux
internal import Foundation
internal import Glibc
internal import Intake
internal import Monitoring

/// A descriptor could not be had.
struct EventLoopFault: Error, CustomStringConvertible {
    let description: String
    init(_ what: String) { description = "\(what): \(String(cString: strerror(errno)))" }
}

/// The steady clock: a reading of CLOCK_MONOTONIC.
func steadyNow() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
}

final class EventLoop: Sendable {
    private enum Key: UInt64 { case signals = 1, timer, calendar, changes, stop }
    private static let keysMax = 8
    /// Latest time of a timer, seconds since 1970.
    private static let dueMax = 2.5e11

    private let epoll: Int32
    private let signals: Int32
    private let timer: Int32
    /// On the wall clock: what is due at a date.
    private let calendar: Int32
    private let stopping: Int32
    private let watch: FolderWatch?
    private let mailbox: Mailbox
    /// The thread's last deed, so that `close` can wait for it.
    private let ended = DispatchSemaphore(value: 0)

    /// `watch` is nil where inotify is not to be had.
    init(_ mailbox: Mailbox, watch: FolderWatch?) throws(EventLoopFault) {
        self.mailbox = mailbox
        self.watch = watch
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        signals = ServiceSignal.descriptor()
        timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        calendar = timerfd_create(CLOCK_REALTIME, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        stopping = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard epoll >= 0, signals >= 0, timer >= 0, calendar >= 0, stopping >= 0 else {
            throw EventLoopFault("the event loop has no descriptors")
        }
        var sources: [(Int32, Key)] = [(signals, .signals), (timer, .timer), (calendar, .calendar), (stopping, .stop)]
        if let watch { sources.append((watch.descriptor, .changes)) }
        for (descriptor, key) in sources where clinux_epoll_add(epoll, descriptor, key.rawValue) != 0 {
            throw EventLoopFault("epoll")
        }
    }

    // The signals' descriptor is the handler's, for as long as the process lives.
    deinit { for descriptor in [epoll, timer, calendar, stopping] where descriptor >= 0 { close(descriptor) } }

    func start() {
        let thread = Thread { [self] in
            while turn() {}
            ended.signal()
        }
        thread.name = "cqwatch-events"
        thread.start()
    }

    /// Sends `Event.tick` when the steady clock reads `at`. Replaces what was armed before. From any thread.
    func arm(at: Duration) {
        let parts = max(at, .nanoseconds(1)).components
        var time = itimerspec()
        time.it_value = timespec(tv_sec: Int(parts.seconds), tv_nsec: Int(parts.attoseconds / 1_000_000_000))
        timerfd_settime(timer, Int32(TFD_TIMER_ABSTIME), &time, nil)
    }

    /// Sends `ServiceEvent.due` when the wall clock reads `due`, or when somebody sets that clock; nil disarms. From
    /// any thread.
    func arm(due: Date?) {
        var time = itimerspec()
        if let due {
            let seconds = min(max(due.timeIntervalSince1970, 1), Self.dueMax)
            time.it_value = timespec(tv_sec: Int(seconds), tv_nsec: Int((seconds - seconds.rounded(.down)) * 1e9))
        }
        timerfd_settime(calendar, Int32(TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET), &time, nil)
    }

    /// Ends the thread and waits for it.
    func stop() {
        eventfd_write(stopping, 1)
        ended.wait()
    }

    /// One wait. False at the end.
    private func turn() -> Bool {
        var keys = [UInt64](repeating: 0, count: Self.keysMax)
        let count = clinux_epoll_wait(epoll, &keys, Int32(keys.count), -1)
        if count < 0 {
            if errno == EINTR { return true }
            mailbox.post(.broken(EventLoopFault("epoll").description))
            return false
        }
        for key in keys.prefix(Int(count)).compactMap(Key.init) {
            switch key {
            case .stop: return false
            case .timer:
                drain(timer, bytes: 8)
                mailbox.post(.monitor(.tick))
            case .calendar:
                drain(calendar, bytes: 8)
                mailbox.post(.due)
            case .signals: takeSignals()
            case .changes: takeHints()
            }
        }
        return true
    }

    private func takeSignals() {
        drain(signals, bytes: 8)
        for signal in ServiceSignal.take() { mailbox.post(.signal(signal)) }
    }

    private func takeHints() {
        guard let watch else { return }
        do throws(SystemFault) {
            for root in try watch.hints() { mailbox.post(.monitor(.hint(root: root))) }
        } catch {
            mailbox.post(.broken(error.description))
        }
    }

    private func drain(_ descriptor: Int32, bytes: Int) {
        var buffer = [UInt8](repeating: 0, count: bytes)
        _ = read(descriptor, &buffer, bytes)
    }
}
