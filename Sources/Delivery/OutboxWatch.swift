// One thread that waits for what makes the deliverer look at the outbox: another process's commit, by inotify on the
// journal's folder, which sees the write-ahead log grow, be made and be folded in; and the time that the deliverer
// itself has set.
internal import Channels
internal import CLinux
internal import Foundation
internal import Glibc

final class OutboxWatch: Sendable {
    private enum Key: UInt64 { case changes = 1, alarm, stop }
    /// The longest wait, seconds.
    private static let waitMax = 86_400.0

    private let epoll: Int32
    private let changes: Int32
    private let clock: Int32
    private let stopping: Int32
    private let logName: [UInt8]
    private let changed: @Sendable () -> Void
    private let rang: @Sendable () -> Void
    private let failed: @Sendable (DeliveryFault) -> Void

    /// - Parameters:
    ///   - changed: called after each write to the journal's files, from any process.
    ///   - rang: called when the time set by `ring` is over.
    ///   - failed: called where it cannot wait any more; neither of the others is called after that.
    init(
        journal path: String, changed: @escaping @Sendable () -> Void, rang: @escaping @Sendable () -> Void,
        failed: @escaping @Sendable (DeliveryFault) -> Void
    ) throws(DeliveryFault) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        logName = Array((slash.map { String(path[path.index(after: $0)...]) } ?? path).utf8) + Array("-wal".utf8)
        self.changed = changed
        self.rang = rang
        self.failed = failed
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        changes = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        clock = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
        stopping = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        for (descriptor, key) in [(changes, Key.changes), (clock, .alarm), (stopping, .stop)]
        where descriptor < 0 || clinux_epoll_add(epoll, descriptor, key.rawValue) != 0 {
            throw DeliveryFault("the outbox cannot be watched: \(String(cString: strerror(errno)))")
        }
        guard inotify_add_watch(changes, folder, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO)) >= 0 else {
            throw DeliveryFault("\(folder) cannot be watched: \(String(cString: strerror(errno)))")
        }
    }

    deinit { for descriptor in [epoll, changes, clock, stopping] where descriptor >= 0 { close(descriptor) } }

    func start() {
        let thread = Thread { [self] in while turn() {} }
        thread.name = "cqwatch-outbox"
        thread.start()
    }

    /// Calls `rang` after so many seconds; replaces what was set before. From any thread.
    func ring(after seconds: Double) {
        let wait = min(max(seconds, 0.001), Self.waitMax)
        var time = itimerspec()
        time.it_value = timespec(tv_sec: Int(wait), tv_nsec: Int((wait - wait.rounded(.down)) * 1e9))
        timerfd_settime(clock, 0, &time, nil)
    }

    /// Ends the thread.
    func stop() { eventfd_write(stopping, 1) }

    /// One wait. False at the end.
    private func turn() -> Bool {
        var keys = [UInt64](repeating: 0, count: 3)
        let count = clinux_epoll_wait(epoll, &keys, Int32(keys.count), -1)
        if count < 0 {
            if errno == EINTR { return true }
            failed(DeliveryFault("the outbox is not watched any more: \(String(cString: strerror(errno)))"))
            return false
        }
        for key in keys.prefix(Int(count)).compactMap(Key.init) {
            switch key {
            case .stop: return false
            case .alarm:
                var expirations = UInt64(0)
                _ = read(clock, &expirations, 8)
                rang()
            case .changes: if mentionsLog() { changed() }
            }
        }
        return true
    }

    /// Reads all waiting events. True where one names the log, or names nothing: a queue that ran over may have held
    /// it.
    private func mentionsLog() -> Bool {
        var found = false
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(changes, &buffer, buffer.count)
            guard count > 0 else { return found }
            var offset = 0
            let headSize = MemoryLayout<inotify_event>.size
            while offset + headSize <= count {
                let length = buffer.withUnsafeBytes {
                    Int($0.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self))
                }
                let name = buffer[(offset + headSize)..<min(count, offset + headSize + length)].prefix { $0 != 0 }
                if name.isEmpty || name.elementsEqual(logName) { found = true }
                offset += headSize + length
            }
        }
    }
}
