// What the monitor wants done. The shell performs effects in order, all of one event before the next event.
public import Assay

public enum Effect: Sendable {
    /// Scan this watched directory and answer with `Event.scanned`.
    case scan(root: BytePath)
    /// Read and analyse this file, where its stamp is still the expected one, and answer with `Event.readFinished`.
    case read(root: BytePath, path: BytePath, expecting: FileStamp)
    /// Journal the complete runs of a file. A failure ends the daemon.
    case commit([RunAnalysis], from: SourceFile, stamp: FileStamp)
    /// Journal that a file cannot be read. The stamp is nil where the system refused the read: the same stamp may then be read another time.
    case recordUnreadable(path: BytePath, stamp: FileStamp?, sha256: String?, reason: String)
    /// Send `Event.tick` when the steady clock reads this. Replaces the wake asked for before.
    case wake(at: Duration)
    case log(LogLine)
}

/// A line for the laboratory's log.
public struct LogLine: Hashable, Sendable {
    public enum Level: Sendable { case info, warning, error }
    public let level: Level
    public let text: String
    public init(_ level: Level, _ text: String) {
        self.level = level
        self.text = text
    }
}
