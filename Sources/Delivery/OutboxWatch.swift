// One thread that waits for what makes the deliverer look at the outbox: another process's commit, by inotify on the
// journal's folder, which sees the write-ahead log grow, be made and be folded in; and the time that the deliverer
// itself has set.
package import Linux

package final class OutboxWatch: Sendable {
    private enum Key: UInt64 { case changes = 1, alarm }
    /// The shortest and the longest wait.
    private static let waits = Duration.milliseconds(1)...Duration.seconds(86_400)

    private let epoll: Epoll<Key>
    private let changes: Inotify
    private let clock: SteadyTimer
    private let logName: [UInt8]
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
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        logName = Array((slash.map { String(path[path.index(after: $0)...]) } ?? path).utf8) + Array("-wal".utf8)
        self.changed = changed
        self.rang = rang
        self.failed = failed
        epoll = try Epoll()
        changes = try Inotify(for: "the journal's folder")
        clock = try SteadyTimer()
        _ = try changes.add(Array(folder.utf8), [.modified, .created, .movedHere], shown: folder)
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
                for key in ready { try take(key) }
            }
        } catch {
            failed(error)
        }
    }

    private func take(_ key: Key) throws(SystemError) {
        switch key {
        case .alarm:
            clock.take()
            rang()
        // One that names nothing tells of a queue that ran over, which may have held the log's.
        case .changes:
            if try changes.events().contains(where: { $0.name.isEmpty || $0.name == logName }) { changed() }
        }
    }
}
