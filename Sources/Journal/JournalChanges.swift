// Another process's commit, by inotify on the write-ahead log: it grows, is made, or is folded in.
public import Linux

/// The journal's folder is watched for a new log alone: the daemon writes its scans beside the journal all day, and nobody is
/// to wake for that.
public final class JournalChanges: Sendable {
    private let inotify: Inotify
    private let log: [UInt8]
    private let logName: [UInt8]

    public init(of path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        log = Array((path + "-wal").utf8)
        logName = Array((slash.map { String(path[path.index(after: $0)...]) } ?? path).utf8) + Array("-wal".utf8)
        inotify = try Inotify(for: "the journal's folder")
        _ = try inotify.add(Array(folder.utf8), [.created, .movedHere], shown: folder)
        try watchLog()
    }

    /// What is waited on for input.
    public var descriptor: Int32 { inotify.descriptor }

    /// Reads all that has happened.
    /// - Returns: whether the log was written, made or deleted. What names nothing is about the log itself, or tells of a
    ///   queue that ran over, which may have held the log's.
    public func drain() throws(SystemError) -> Bool {
        let events = try inotify.events()
        // Before anybody reads: what is written to a new log after this is heard.
        if events.contains(where: { $0.name == logName }) { try watchLog() }
        return events.contains { $0.name.isEmpty || $0.name == logName }
    }

    /// None is there yet where nothing was written since the journal was closed; the folder tells when it is made.
    private func watchLog() throws(SystemError) {
        do throws(SystemError) {
            _ = try inotify.add(log, .modified, shown: "the journal's log")
        } catch  where error.isAbsence {}
    }
}
