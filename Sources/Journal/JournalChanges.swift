// Another process's commit, by inotify on the journal's folder: the write-ahead log grows, is made, or is folded in.
public import Linux

public final class JournalChanges: Sendable {
    private let inotify: Inotify
    private let logName: [UInt8]

    public init(of path: String) throws(SystemError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        logName = Array((slash.map { String(path[path.index(after: $0)...]) } ?? path).utf8) + Array("-wal".utf8)
        inotify = try Inotify(for: "the journal's folder")
        _ = try inotify.add(Array(folder.utf8), [.modified, .created, .movedHere], shown: folder)
    }

    /// What is waited on for input.
    public var descriptor: Int32 { inotify.descriptor }

    /// Takes all that has happened.
    /// - Returns: whether the log was written. What names nothing tells of a queue that ran over, which may have held
    ///   the log's.
    public func take() throws(SystemError) -> Bool {
        try inotify.events().contains { $0.name.isEmpty || $0.name == logName }
    }
}
