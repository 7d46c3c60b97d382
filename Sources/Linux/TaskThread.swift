// A thread for tasks. Swift's own pool is libdispatch's, which wakes every second to look after its threads from the
// first task on and as long as the process lives: a service that mostly waits runs its tasks here instead.

public final class TaskThread: TaskExecutor {
    private let thread: WorkThread

    /// Without a limit: the language has no way to refuse a job. What runs here bounds its tasks itself.
    public init(name: String) { thread = WorkThread(name: name, jobsMax: .max) }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        // Refused only once closed, when no task is left that could have one.
        _ = thread.submit { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    /// Ends the thread once nothing waits.
    public func close() { thread.close(dropping: false) }
}
