// The deliverer beside a consumer that blocks its thread: a task on a thread of its own, so that a hook delays no run.
internal import Delivery
internal import Journal
internal import Linux

/// A deliverer at work, from creation to `end`.
struct DeliveryTask {
    private let thread: TaskThread
    private let task: Task<Void, Never>
    private let ended: Semaphore

    /// A fault that ends the deliverer ends the service.
    init(_ deliverer: Deliverer, _ mailbox: Mailbox) {
        let thread = TaskThread(name: "cqwatch-deliver"), ended = Semaphore()
        (self.thread, self.ended) = (thread, ended)
        task = Task(executorPreference: thread) {
            do { try await deliverer.run() } catch let error as JournalError {
                mailbox.post(.journal(error))
            } catch { mailbox.post(.broken("Alerts cannot be delivered: \(error)")) }
            ended.signal()
        }
    }

    /// Stops what is under way, which is then owed again, and waits for it. Once.
    func end() {
        task.cancel()
        ended.wait()
        thread.close()
    }
}
