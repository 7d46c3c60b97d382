// A thread for tasks. Swift's own pool is libdispatch's, which wakes every second to look after its threads from the
// first task on and as long as the process lives: a service that mostly waits runs its tasks here instead.
internal import Dispatch
internal import Foundation
internal import Synchronization

final class TaskThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let closed = Mutex(false)
    private let wakes = DispatchSemaphore(value: 0)

    init(name: String) {
        let thread = Thread { [self] in
            while true {
                wakes.wait()
                let job = jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                if let job {
                    job.runSynchronously(on: asUnownedTaskExecutor())
                } else if closed.withLock({ $0 }) {
                    return
                }
            }
        }
        thread.name = name
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
