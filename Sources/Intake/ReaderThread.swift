// A dead share blocks whoever touches it for ten seconds and more. Each watched directory has a thread of its own for
// that, so that it blocks nobody else and no thread of the cooperative pool.
internal import Dispatch
internal import Foundation
internal import Synchronization

/// One thread that does one job after the other. It ends with the process.
public final class ReaderThread: Sendable {
    private struct Queue {
        var jobs: [@Sendable () -> Void] = []
        var closed = false
    }

    private let queue = Mutex(Queue())
    private let wakes = DispatchSemaphore(value: 0)
    /// Jobs that wait; whoever asks for more has lost count of what it asked for.
    public static let jobsMax = 64

    public init(name: String) {
        let thread = Thread { [self] in run() }
        thread.name = name
        thread.start()
    }

    /// Whether the job was taken: not when closed, and not when `jobsMax` wait already.
    public func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        let taken = queue.withLock { queue in
            guard !queue.closed, queue.jobs.count < Self.jobsMax else { return false }
            queue.jobs.append(job)
            return true
        }
        if taken { wakes.signal() }
        return taken
    }

    /// Drops what waits; the job under way is finished.
    public func close() {
        queue.withLock { queue in
            queue.jobs = []
            queue.closed = true
        }
        wakes.signal()
    }

    private func run() {
        while true {
            wakes.wait()
            let (job, closed) = queue.withLock { queue in
                (queue.jobs.isEmpty ? nil : queue.jobs.removeFirst(), queue.closed)
            }
            if let job { job() } else if closed { return }
        }
    }
}
