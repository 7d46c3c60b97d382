// What the shell tells the monitor.
public import Assay
public import Files

public enum Event: Sendable {
    /// A scan of a watched directory ended.
    case scanned(Scan)
    /// The bytes of a file that is being read are there: what takes long from now on is not its folder.
    case bytesArrived(path: BytePath)
    /// A read that was asked for ended.
    /// - Parameter processorSeconds: what parsing and analysing it used.
    case readFinished(path: BytePath, outcome: ReadOutcome, processorSeconds: Double = 0)
    /// Something changed below a watched directory: scan it early.
    case hint(root: BytePath)
    /// The time that `Effect.wake` named has come.
    case tick
    case reload(WatchSettings)
    /// The sticks that are mounted and admitted now.
    case media([Medium])
    /// A device that the configuration names is there, is not, or is named no longer.
    case device(String, DeviceStanding)
}

public enum DeviceStanding: Hashable, Sendable {
    case there
    case absent(lossSeconds: Double)
    case unnamed
}

/// What a scan saw below one watched directory.
public struct Scan: Sendable {
    public struct Entry: Sendable {
        public let path: BytePath
        public let stamp: FileStamp
        public init(path: BytePath, stamp: FileStamp) {
            self.path = path
            self.stamp = stamp
        }
    }

    public let root: BytePath
    /// The file system is another machine's.
    public let network: Bool
    /// Regular files whose names are not passed over.
    public let entries: [Entry]
    /// New files that were left for a later scan: those that look like runs, and others.
    public var likelyLeft = 0
    public var unlikelyLeft = 0
    /// Files that were passed over for their names: some of them, and how many.
    public var ignored: [BytePath] = []
    public var ignoredCount = 0
    /// What could not be looked at, a sentence each. Files are taken as gone only by a scan without faults.
    public let faults: [String]
    /// How long it took: a slow scan is not repeated at once.
    public let took: Duration

    public init(root: BytePath, network: Bool, entries: [Entry], faults: [String], took: Duration) {
        self.root = root
        self.network = network
        self.entries = entries
        self.faults = faults
        self.took = took
    }
}

public enum ReadOutcome: Sendable {
    /// The file holds complete runs, most often one; its stamp was the same before and after reading.
    case runs([RunAnalysis], SourceFile, FileStamp)
    /// Record `as` of the journal was made from these very bytes; they were not parsed.
    case known(SourceFile, FileStamp, as: Int64)
    /// The format says that bytes are missing: the file may still be arriving.
    case incomplete(String, sha256: String)
    /// No run, and more bytes would not make it one. The digest is nil where the file is too large to be read.
    case unreadable(String, sha256: String?)
    /// The stamp was not the expected one, or changed during the read: this is the latest.
    case changed(FileStamp)
    case vanished
    /// Parsing and analysing it took more processor time than they were given.
    case slow(sha256: String)
    /// The system refused to open or read it.
    case failed(String)
}
