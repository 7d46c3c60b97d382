// inotify: says that something changed below a watched directory. What changed, the next scan tells.
public import Files
internal import Glibc
internal import Synchronization

/// Owns one inotify descriptor. Scans add the directories they enter; one thread reads the hints.
public final class FolderWatch: Sendable {
    public enum Adding: Sendable {
        case watched
        /// The system has no more watches (`fs.inotify.max_user_watches`) or cannot watch here: this directory is only
        /// scanned.
        case refused(SystemFault)
    }

    /// What is waited on for input.
    public let descriptor: Int32
    private let ignoring: @Sendable (_ name: [UInt8]) -> Bool
    /// Which watched directory a watch belongs to.
    private let roots = Mutex<[Int32: BytePath]>([:])

    /// What makes a scan worth while. Reading, as we do, is not among it.
    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR
            | IN_EXCL_UNLINK)
    /// Bytes taken at a time, and times at most: more is left for the next turn.
    private static let bufferBytes = 64 << 10
    private static let readsMax = 16

    /// - Parameter ignoring: names of files whose changes are no reason to scan.
    public init(ignoring: @escaping @Sendable (_ name: [UInt8]) -> Bool) throws(SystemFault) {
        self.ignoring = ignoring
        descriptor = try systemCall("start inotify for", BytePath("the watched directories")) {
            inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        }
    }

    deinit { close(descriptor) }

    /// Watches one directory, not what is below it. Again costs nothing.
    public func add(_ directory: BytePath, root: BytePath) -> Adding {
        do throws(SystemFault) {
            // Outside of the lock: on a dead share this call hangs.
            let linksAllowed = directory == root ? 0 : UInt32(IN_DONT_FOLLOW)
            let watch = try systemCall("watch", directory) {
                directory.withCString { inotify_add_watch(descriptor, $0, Self.mask | linksAllowed) }
            }
            roots.withLock { $0[watch] = root }
            return .watched
        } catch {
            return .refused(error)
        }
    }

    /// Ends the watches of directories that are not to be watched any more.
    public func keep(_ kept: Set<BytePath>) {
        let gone = roots.withLock { roots in roots.filter { !kept.contains($0.value) }.keys }
        for watch in gone { inotify_rm_watch(descriptor, watch) }
    }

    /// Takes what inotify has to say, without waiting: the directories to scan early. All of them, where the kernel's
    /// queue overflowed or a watch is too new to be known.
    public func hints() throws(SystemFault) -> Set<BytePath> {
        var hints: Set<BytePath> = []
        var all = false
        for _ in 0..<Self.readsMax {
            let bytes: [UInt8]
            do throws(SystemFault) {
                bytes = try take()
            } catch  where error.code == EAGAIN {
                break
            }
            roots.withLock { roots in
                for event in InotifyEvent.parse(bytes) where matters(event) {
                    if event.mask & UInt32(IN_IGNORED) != 0 {
                        roots[event.watch] = nil
                    } else if let root = roots[event.watch] {
                        hints.insert(root)
                    } else {
                        all = true
                    }
                }
            }
        }
        return all ? roots.withLock { Set($0.values) } : hints
    }

    private func matters(_ event: InotifyEvent) -> Bool {
        event.name.isEmpty || event.mask & UInt32(IN_ISDIR) != 0 || !ignoring(event.name)
    }

    private func take() throws(SystemFault) -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        let count = try systemCall("read changes of", BytePath("the watched directories")) {
            buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        }
        return Array(buffer.prefix(count))
    }
}

/// One event as the kernel writes it: watch, mask, cookie, length, name padded with NUL (inotify(7)).
struct InotifyEvent: Equatable {
    let watch: Int32
    let mask: UInt32
    let name: [UInt8]

    static let headerBytes = 16

    static func parse(_ bytes: [UInt8]) -> [InotifyEvent] {
        var events: [InotifyEvent] = []
        var rest = bytes[...]
        while rest.count >= headerBytes {
            let (watch, mask, length) = rest.withUnsafeBytes {
                (
                    $0.loadUnaligned(as: Int32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                    Int($0.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
                )
            }
            rest = rest.dropFirst(headerBytes)
            events.append(InotifyEvent(watch: watch, mask: mask, name: Array(rest.prefix(length).prefix { $0 != 0 })))
            rest = rest.dropFirst(length)
        }
        return events
    }
}
