// The consumer waits for SQLite and the disk, so it has a thread of its own and blocks none of the cooperative pool.
internal import Dispatch
internal import Foundation
internal import Synchronization

final class ConsumerThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let closed = Mutex(false)
    private let wakes = DispatchSemaphore(value: 0)

    init() {
        let thread = Thread { [self] in
            while true {
                wakes.wait()
                let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                if let job { job.runSynchronously(on: asUnownedTaskExecutor()) } else if closed.withLock({ $0 }) { return }
            }
        }
        thread.name = "cqwatch-consumer"
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        wakes.signal()
    }

    /// Ends the thread once nothing waits.
    func close() {
        closed.withLock { $0 = true }
        wakes.signal()
    }
}
