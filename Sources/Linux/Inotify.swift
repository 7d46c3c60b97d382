// What the kernel tells of changes in directories (inotify(7)). It is silent on network mounts.
internal import CLinux
internal import Glibc

/// Owns one inotify instance. Any thread adds and removes watches; one thread takes the events.
public final class Inotify: Sendable {
    /// What is waited for, how, and what an event says.
    public struct Mask: OptionSet, Hashable, Sendable {
        public let rawValue: UInt32
        public init(rawValue: UInt32) { self.rawValue = rawValue }
        private init(_ bits: some BinaryInteger) { rawValue = UInt32(truncatingIfNeeded: bits) }

        public static let modified = Mask(IN_MODIFY)
        public static let writtenAndClosed = Mask(IN_CLOSE_WRITE)
        public static let created = Mask(IN_CREATE)
        public static let movedHere = Mask(IN_MOVED_TO)
        public static let attributes = Mask(IN_ATTRIB)
        /// The watched directory itself is deleted, or gets another name.
        public static let selfDeleted = Mask(IN_DELETE_SELF)
        public static let selfMoved = Mask(IN_MOVE_SELF)
        /// Only a directory may be watched; through no link; and not for what was deleted while open.
        public static let onlyDirectory = Mask(IN_ONLYDIR)
        public static let noLink = Mask(IN_DONT_FOLLOW)
        public static let noDeletedFiles = Mask(IN_EXCL_UNLINK)
        /// Of an event: about a directory; the watch is gone; the kernel's queue ran over, and events are lost.
        public static let ofDirectory = Mask(IN_ISDIR)
        public static let ignored = Mask(IN_IGNORED)
        public static let overflow = Mask(IN_Q_OVERFLOW)
    }

    /// One event.
    public struct Event: Hashable, Sendable {
        /// What `add` returned; -1 for an overflow.
        public let watch: Int32
        public let mask: Mask
        /// Empty where it is about the watched directory itself.
        public let name: [UInt8]
    }

    /// Bytes taken at a time, and times at most: more is left for the next turn.
    private static let bufferBytes = 64 << 10
    private static let readsMax = 16

    private let owner: Descriptor
    private let subject: String

    /// - Parameter subject: what is watched, for errors: "the watched directories".
    public init(for subject: String) throws(SystemError) {
        self.subject = subject
        owner = try Descriptor("start inotify for", subject) { inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) }
    }

    /// What is waited on for input.
    public var descriptor: Int32 { owner.number }

    /// Watches one directory, not what is below it. Again only changes the mask. On a dead share this call hangs.
    /// - Parameters:
    ///   - path: as the kernel takes it, without NUL.
    ///   - shown: how an error names it.
    /// - Returns: the watch's number.
    public func add(_ path: [UInt8], _ mask: Mask, shown: @autoclosure () -> String) throws(SystemError) -> Int32 {
        let path = path.map { CChar(bitPattern: $0) } + [0]
        return try systemCall("watch", shown()) { inotify_add_watch(owner.number, path, mask.rawValue) }
    }

    /// One that is gone already is no fault.
    public func remove(_ watch: Int32) { inotify_rm_watch(owner.number, watch) }

    /// What has happened, without waiting; so much at most that a flood does not hold its reader.
    public func events() throws(SystemError) -> [Event] {
        var events: [Event] = []
        var buffer = [UInt8](repeating: 0, count: Self.bufferBytes)
        for _ in 0..<Self.readsMax {
            let count: Int
            do throws(SystemError) {
                count = try systemCall("read changes of", subject) {
                    buffer.withUnsafeMutableBytes { read(owner.number, $0.baseAddress, $0.count) }
                }
            } catch  where error.code == EAGAIN {
                break
            }
            events += Event.parse(buffer.prefix(count))
        }
        return events
    }
}

extension Inotify.Event {
    /// Watch, mask, cookie and length of the name, 32 bits each.
    static let headerBytes = 16

    /// Events as the kernel writes them, the names padded with NUL. A header that is cut off is left out.
    static func parse(_ bytes: ArraySlice<UInt8>) -> [Inotify.Event] {
        var events: [Inotify.Event] = []
        var rest = bytes
        while rest.count >= headerBytes {
            let (watch, mask, length) = rest.withUnsafeBytes {
                (
                    $0.loadUnaligned(as: Int32.self), $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self),
                    Int($0.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
                )
            }
            rest = rest.dropFirst(headerBytes)
            let name = Array(rest.prefix(length).prefix { $0 != 0 })
            events.append(Inotify.Event(watch: watch, mask: Inotify.Mask(rawValue: mask), name: name))
            rest = rest.dropFirst(length)
        }
        return events
    }
}
