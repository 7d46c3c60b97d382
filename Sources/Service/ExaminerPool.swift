// The threads that wait for examiners: one each, so that a file which takes its time holds up no other. Once nothing
// comes for a while the children end, and their memory goes back to the system.
internal import Linux

final class ExaminerPool: Sendable {
    typealias Job = @Sendable (Examiner) -> Void

    /// As many as files are read at a time, and one for what the spool holds.
    static let threadsMax = 5
    /// More than the monitor has under way at a time.
    static let jobsMax = 64
    /// Without work for so long, a child ends.
    private static let rest = Duration.seconds(10)

    private let queue = WorkQueue<Job>(itemsMax: ExaminerPool.jobsMax)

    init() {
        for number in 1...Self.threadsMax {
            let queue = queue
            BlockingThread("cqwatch-work-\(number)").start { Self.run(queue) }
        }
    }

    /// - Returns: whether the job was taken: not when closed, and not when `jobsMax` wait already.
    func submit(_ job: @escaping Job) -> Bool { queue.enqueue(job) }

    /// Drops what waits; a job under way ends with the process.
    func close() { queue.close(dropping: true) }

    private static func run(_ queue: WorkQueue<Job>) {
        let examiner = Examiner()
        while true {
            switch queue.dequeue(atMost: examiner.isRunning ? rest : nil) {
            case .item(let job): job(examiner)
            case .nothing: examiner.stop()
            case .closed: return examiner.stop()
            }
        }
    }
}
