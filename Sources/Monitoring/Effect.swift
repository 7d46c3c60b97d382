// What the monitor wants done. The shell performs effects in order, all of one event before the next event.
public import Assay
public import Files

public enum Effect: Sendable {
    /// Scan this watched directory and answer with `Event.scanned`.
    case scan(root: BytePath)
    /// Read and analyse this file, where its stamp is still the expected one, within so many seconds of processor time.
    /// Answer with `Event.bytesArrived` once it is read, and with `Event.readFinished` in the end.
    case read(root: BytePath, path: BytePath, expecting: FileStamp, processorSeconds: Double)
    /// Journal the complete runs of a file. A failure ends the daemon.
    case commit([RunAnalysis], from: SourceFile, stamp: FileStamp)
    /// Journal that a file holds what record `as` was made from.
    case recordKnown(SourceFile, stamp: FileStamp, as: Int64)
    /// Journal that a file cannot be read. The stamp is nil where the system refused the read: the same stamp may then
    /// be read another time.
    case recordUnreadable(path: BytePath, stamp: FileStamp?, sha256: String?, reason: String)
    /// Journal that a file which was recorded as unreadable has been taken away.
    case recordGone(path: BytePath)
    /// Send `Event.tick` when the steady clock reads this. Replaces the wake asked for before.
    case wake(at: Duration)
    case log(LogLine)
    /// A stick is there and will be read.
    case mediumFound(Medium)
    /// A stick's files have all been looked at: it may be pulled.
    case mediumRead(Medium, MediumEnd)
    /// A stick is gone.
    case mediumGone(Medium, MediumEnd)
    /// Journal that a named device came, went, or has been gone for longer than it may.
    case recordPresence(String, PresenceChange)
}

/// How far a stick was read.
public struct MediumEnd: Hashable, Sendable {
    /// Every file on it was looked at.
    public let isWhole: Bool
    /// It was looked through, so that `unread` is all that is missing.
    public let looked: Bool
    /// Files that were seen and not read, at most `Monitor.unreadNamedMax`, by path.
    public let unread: [BytePath]
    /// How many those are in all.
    public let unreadCount: Int
    /// What could not be looked at, a sentence each.
    public let faults: [String]
}

public enum PresenceChange: String, Sendable, Codable { case arrived, lost, missing }

/// A line for the laboratory's log.
public struct LogLine: Hashable, Sendable {
    public enum Kind: Sendable {
        /// A watched folder does not answer, answers again, cannot be looked at whole, can again.
        case folderSilent, folderAnswers, folderFault, folderWhole
        /// A file that the system refuses to open for now, one whose end is missing so far, and one that went before it
        /// could be taken.
        case fileWaiting, fileIncomplete, fileGone
    }
    public let kind: Kind
    /// The folder or file.
    public let path: BytePath
    public let text: String
    public init(_ kind: Kind, _ path: BytePath, _ text: String) {
        self.kind = kind
        self.path = path
        self.text = text
    }
}
