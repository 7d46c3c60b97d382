// One thread that makes one blocking call after the other for whoever hands it one.

/// Does jobs in the order in which they were handed to it.
public final class WorkThread: Sendable {
    public typealias Job = @Sendable () -> Void

    private let queue: WorkQueue<Job>
    private let thread: BlockingThread

    /// - Parameter jobsMax: jobs that wait at most; whoever asks for more has lost count of what it asked for.
    public init(name: String, jobsMax: Int) {
        let queue = WorkQueue<Job>(itemsMax: jobsMax)
        self.queue = queue
        thread = BlockingThread(name)
        thread.start { while case .item(let job) = queue.dequeue() { job() } }
    }

    /// - Returns: whether the job was taken: not when closed, and not when `jobsMax` wait already.
    public func submit(_ job: @escaping Job) -> Bool { queue.enqueue(job) }

    /// Ends the thread; the job under way is finished. Does not wait for that.
    /// - Parameter dropping: what waits is dropped; else it is done first.
    public func close(dropping: Bool = true) { queue.close(dropping: dropping) }
}
