// inotify: says that something changed below a watched directory. What changed, the next scan tells.
public import Files
public import Linux
internal import Synchronization

/// Scans add the directories they enter; one thread reads the hints.
public final class FolderWatch: Sendable {
    public enum Adding: Sendable {
        case watched
        /// The system has no more watches (`fs.inotify.max_user_watches`) or cannot watch here: this directory is only
        /// scanned.
        case refused(SystemError)
    }

    private let inotify: Inotify
    private let ignoring: @Sendable (_ name: [UInt8]) -> Bool
    /// Which watched directory a watch belongs to.
    private let roots = Mutex<[Int32: BytePath]>([:])

    /// What makes a scan worth while. Reading, as we do, is not among it.
    private static let mask: Inotify.Mask = [
        .writtenAndClosed, .created, .movedHere, .attributes, .selfDeleted, .selfMoved, .onlyDirectory,
        .noDeletedFiles,
    ]

    /// - Parameter ignoring: names of files whose changes are no reason to scan.
    public init(ignoring: @escaping @Sendable (_ name: [UInt8]) -> Bool) throws(SystemError) {
        self.ignoring = ignoring
        inotify = try Inotify(for: "the watched directories")
    }

    /// What is waited on for input.
    public var descriptor: Int32 { inotify.descriptor }

    /// Watches one directory, not what is below it. Again costs nothing.
    public func add(_ directory: BytePath, root: BytePath) -> Adding {
        do throws(SystemError) {
            // Outside of the lock: on a dead share this call hangs.
            let mask = directory == root ? Self.mask : Self.mask.union(.noLink)
            let watch = try inotify.add(directory.bytes, mask, shown: directory.text)
            roots.withLock { $0[watch] = root }
            return .watched
        } catch {
            return .refused(error)
        }
    }

    /// Ends the watches of directories that are not to be watched any more.
    public func keep(_ kept: Set<BytePath>) {
        let gone = roots.withLock { roots in roots.filter { !kept.contains($0.value) }.keys }
        for watch in gone { inotify.remove(watch) }
    }

    /// Takes what inotify has to say, without waiting: the directories to scan early. All of them, where the kernel's
    /// queue overflowed or a watch is too new to be known.
    public func hints() throws(SystemError) -> Set<BytePath> {
        let events = try inotify.events()
        return roots.withLock { roots in
            var hints: Set<BytePath> = []
            var all = false
            for event in events where matters(event) {
                if event.mask.contains(.ignored) {
                    roots[event.watch] = nil
                } else if let root = roots[event.watch] {
                    hints.insert(root)
                } else {
                    all = true
                }
            }
            return all ? Set(roots.values) : hints
        }
    }

    private func matters(_ event: Inotify.Event) -> Bool {
        event.name.isEmpty || event.mask.contains(.ofDirectory) || !ignoring(event.name)
    }
}
