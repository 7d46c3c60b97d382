// Calls that block (a dead share, a pipe that nobody reads, a wait for the kernel) have threads of their own and never
// hold one of Swift's pool.
internal import CLinux
internal import Foundation
internal import Glibc
internal import Synchronization

/// One thread, from `start` until its body returns.
public final class BlockingThread: Sendable {
    private let name: String
    private let niceness: Int32
    private let hasStarted = Atomic(false)
    private let ended = Semaphore()

    /// - Parameters:
    ///   - name: what `ps` and `top` show, 15 bytes of it.
    ///   - niceness: 0 as the process, 19 gives way to all others.
    public init(_ name: String, niceness: Int32 = 0) {
        self.name = name
        self.niceness = niceness
    }

    /// Once.
    public func start(_ body: @escaping @Sendable () -> Void) {
        let (name, niceness, ended) = (name, niceness, ended)
        hasStarted.store(true, ordering: .relaxed)
        Thread.detachNewThread {
            // Foundation keeps a thread's name to itself.
            clinux_name_thread(name)
            // Linux takes this for the calling thread alone.
            if niceness != 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
            body()
            ended.signal()
        }
    }

    /// Waits until the body has returned; not at all where it was never started.
    public func join() {
        guard hasStarted.load(ordering: .relaxed) else { return }
        ended.wait()
        // Whoever asks next does not wait.
        ended.signal()
    }
}
