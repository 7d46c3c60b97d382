// One thread that waits for what makes the deliverer look at the outbox: another process's commit, and the time that the
// deliverer itself has set.
internal import Journal
package import Linux

package final class OutboxWatch: Sendable {
    private enum Key: UInt64 { case changes = 1, alarm }
    /// The shortest and the longest wait.
    private static let waits = Duration.milliseconds(1)...Duration.seconds(86_400)

    private let epoll: Epoll<Key>
    private let changes: JournalChanges
    private let clock: SteadyTimer
    private let changed: @Sendable () -> Void
    private let rang: @Sendable () -> Void
    private let failed: @Sendable (SystemError) -> Void
    private let thread = BlockingThread("cqwatch-outbox")

    /// - Parameters:
    ///   - changed: called after each write to the journal's files, from any process.
    ///   - rang: called when the time set by `ring` is over.
    ///   - failed: called where it cannot wait any more; neither of the others is called after that.
    package init(
        journal path: String, changed: @escaping @Sendable () -> Void, rang: @escaping @Sendable () -> Void,
        failed: @escaping @Sendable (SystemError) -> Void
    ) throws(SystemError) {
        self.changed = changed
        self.rang = rang
        self.failed = failed
        epoll = try Epoll()
        changes = try JournalChanges(of: path)
        clock = try SteadyTimer()
        try epoll.add(changes.descriptor, .changes)
        try epoll.add(clock.descriptor, .alarm)
    }

    package func start() { thread.start { [self] in run() } }

    /// Calls `rang` after so long; replaces what was set before. From any thread.
    func ring(after wait: Duration) {
        clock.set(at: steadyNow() + min(max(wait, Self.waits.lowerBound), Self.waits.upperBound))
    }

    /// Ends the thread.
    package func stop() { epoll.shutDown() }

    private func run() {
        do throws(SystemError) {
            while let ready = try epoll.wait() {
                for key in ready { try handle(key) }
            }
        } catch {
            failed(error)
        }
    }

    private func handle(_ key: Key) throws(SystemError) {
        switch key {
        case .alarm:
            clock.drain()
            rang()
        case .changes: if try changes.drain() { changed() }
        }
    }
}
