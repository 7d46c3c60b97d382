// Where the lines of a process go. One thread writes them: only it ever waits for whoever reads, be it a pipe or
// journald.
internal import Foundation
internal import Glibc
internal import Linux
internal import Synchronization

/// Lives as long as the process, as its thread does.
final class LogSink: Sendable {
    /// The services' own.
    static let standardError = LogSink(environment: ProcessInfo.processInfo.environment)
    static let journaldSocket = "/run/systemd/journal/socket"

    private struct State {
        var repetition = Repetition()
        var queue = LogQueue()
        var waiters: [Waiter] = []
        /// The thread holds a line that is not out yet.
        var isWriting = false
        var isIdle: Bool { queue.isEmpty && !isWriting }

        mutating func next(at time: Int) -> LogQueue.Entry? {
            let entry = queue.dequeue(at: time)
            isWriting = entry != nil
            return entry
        }
    }

    /// Somebody who wants to know what became of a line.
    private final class Waiter: Sendable {
        let ticket: UInt64
        let ended = Semaphore()
        let isWritten = Mutex(false)
        init(_ ticket: UInt64) { self.ticket = ticket }
    }

    private let descriptor: Int32
    /// Standard error is journald's stream, which understands a priority before each line.
    private let toJournald: Bool
    private let journald: LocalDatagrams?
    private let state = Mutex(State())
    private let wakes = Semaphore()
    private let thread = BlockingThread("cqwatch-log")

    /// Looks at JOURNAL_STREAM (systemd.exec(5)): device and inode of the stream that systemd gave us.
    init(environment: [String: String], descriptor: Int32 = STDERR_FILENO, socket: String = LogSink.journaldSocket) {
        self.descriptor = descriptor
        var about = stat()
        toJournald =
            fstat(descriptor, &about) == 0 && environment["JOURNAL_STREAM"] == "\(about.st_dev):\(about.st_ino)"
        journald = toJournald ? LocalDatagrams(to: socket) : nil
        thread.start { [self] in
            while true {
                wakes.wait()
                while writeNext() {}
            }
        }
    }

    /// Lines that nobody will read.
    var lost: Int { state.withLock { $0.queue.lost } }

    /// Never waits.
    func enqueue(_ line: LogLine) {
        state.withLock { state in
            for line in state.repetition.filter(line, at: steadyNow() / .seconds(1)) {
                _ = state.queue.enqueue(line, at: time(nil))
            }
        }
        wakes.signal()
    }

    /// Waits until the line is out.
    /// - Returns: whether it is, within so many seconds.
    func deliver(_ line: LogLine, within seconds: Double) -> Bool {
        let waiter = state.withLock { state -> Waiter? in
            guard let ticket = state.queue.enqueue(line, at: time(nil)) else { return nil }
            let waiter = Waiter(ticket)
            state.waiters.append(waiter)
            return waiter
        }
        guard let waiter else { return false }
        wakes.signal()
        _ = waiter.ended.wait(atMost: .seconds(seconds))
        state.withLock { $0.waiters.removeAll { $0 === waiter } }
        return waiter.isWritten.withLock { $0 }
    }

    /// Waits until nothing waits any more, for so many seconds at most.
    func flush(within seconds: Double) {
        let end = steadyNow() + .seconds(seconds)
        while steadyNow() < end, !state.withLock({ $0.isIdle }) { usleep(Self.flushPauseMicroseconds) }
    }
    private static let flushPauseMicroseconds: UInt32 = 1000

    /// False where nothing waits.
    private func writeNext() -> Bool {
        guard let entry = state.withLock({ $0.next(at: time(nil)) }) else { return false }
        let isWritten = put(entry)
        state.withLock { state in
            state.isWriting = false
            if !isWritten { state.queue.lose() }
            for waiter in state.waiters where waiter.ticket == entry.ticket {
                waiter.isWritten.withLock { $0 = isWritten }
                waiter.ended.signal()
            }
        }
        return true
    }

    private func put(_ entry: LogQueue.Entry) -> Bool {
        if let journald, journald.send(JournaldEntry.datagram(entry.line)) { return true }
        return write(toJournald ? entry.line.prefixed : entry.line.timed(entry.time))
    }

    private func write(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno == EINTR { continue }
            // Somebody who shares the stream made it non-blocking.
            if count < 0, errno == EAGAIN {
                var room = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, -1)
                continue
            }
            // Nobody reads the log any more: there is nowhere left to say so.
            if count <= 0 { return false }
            written += count
        }
        return true
    }
}
