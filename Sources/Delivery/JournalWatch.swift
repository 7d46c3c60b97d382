// Another process commits and we are to know within milliseconds: inotify on the journal's folder, which sees the write-ahead
// log grow, be made and be folded in.
internal import Dispatch
internal import Glibc

/// Calls `changed` after each write to the journal's files, from any process, until it is released.
final class JournalWatch {
    private let source: any DispatchSourceRead

    init(journal path: String, changed: @escaping @Sendable () -> Void) throws(DeliveryFault) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let log = Array((slash.map { String(path[path.index(after: $0)...]) } ?? path).utf8) + Array("-wal".utf8)
        let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
        guard descriptor >= 0 else { throw DeliveryFault("inotify is not to be had: \(String(cString: strerror(errno)))") }
        guard inotify_add_watch(descriptor, folder, UInt32(IN_MODIFY | IN_CREATE | IN_MOVED_TO)) >= 0 else {
            let code = errno
            close(descriptor)
            throw DeliveryFault("\(folder) cannot be watched: \(String(cString: strerror(code)))")
        }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: DispatchQueue(label: "cqwatch.journal-watch"))
        source.setEventHandler { if Self.mentions(log, in: descriptor) { changed() } }
        source.setCancelHandler { close(descriptor) }
        source.activate()
    }

    deinit { source.cancel() }

    /// Reads all waiting events. True where one names the log, or names nothing: a queue that ran over may have held it.
    private static func mentions(_ log: [UInt8], in descriptor: Int32) -> Bool {
        var found = false
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return found }
            var offset = 0
            let headSize = MemoryLayout<inotify_event>.size
            while offset + headSize <= count {
                let length = buffer.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: offset + 12, as: UInt32.self)) }
                let name = buffer[(offset + headSize)..<min(count, offset + headSize + length)].prefix { $0 != 0 }
                if name.isEmpty || name.elementsEqual(log) { found = true }
                offset += headSize + length
            }
        }
    }
}
