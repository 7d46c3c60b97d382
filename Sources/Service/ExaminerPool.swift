// The threads that wait for examiners: one each, so that a file which takes its time holds up no other. Once nothing
// comes for a while the children end, and their memory goes back to the system.
internal import Dispatch
internal import Foundation
internal import Synchronization

final class ExaminerPool: Sendable {
    private struct Queue {
        var jobs: [@Sendable (Examiner) -> Void] = []
        var isClosed = false
    }

    /// As many as files are read at a time, and one for what the spool holds.
    static let threadsMax = 5
    /// Seconds without work after which a child ends.
    private static let rest = 10

    private let queue = Mutex(Queue())
    private let wakes = DispatchSemaphore(value: 0)

    init() {
        for number in 1...Self.threadsMax {
            let thread = Thread { [self] in run() }
            thread.name = "cqwatch-work-\(number)"
            thread.start()
        }
    }

    /// What waits is bounded by the monitor's limit of reads under way.
    func submit(_ job: @escaping @Sendable (Examiner) -> Void) {
        queue.withLock { $0.jobs.append(job) }
        wakes.signal()
    }

    /// Drops what waits; a job under way ends with the process.
    func close() {
        queue.withLock { ($0.jobs, $0.isClosed) = ([], true) }
        for _ in 0..<Self.threadsMax { wakes.signal() }
    }

    private func run() {
        let examiner = Examiner()
        while true {
            if !examiner.isRunning {
                wakes.wait()
            } else if wakes.wait(timeout: .now() + .seconds(Self.rest)) == .timedOut {
                examiner.stop()
                continue
            }
            let (job, isClosed) = queue.withLock { queue in
                (queue.jobs.isEmpty ? nil : queue.jobs.removeFirst(), queue.isClosed)
            }
            if let job { job(examiner) } else if isClosed { return examiner.stop() }
        }
    }
}
