// One watched directory.
internal import Files

struct WatchedRoot: Sendable {
    var directory: WatchSettings.Directory
    /// What the last scan found the file system to be, where the configuration does not say.
    var foundNetwork = false
    var scanStarted: Duration?
    var scanEnded: Duration?
    var nextScan: Duration
    /// How long the last scan took.
    var scanTook = Duration.zero
    var hinted = false
    /// Rested files that look like runs, and those that are read when no such file waits.
    var queue = ReadQueue()
    var later = ReadQueue()
    /// Of the latter the large ones (`Monitor.largeBytes`); they and the others have turns.
    var large = ReadQueue()
    var isLargesTurn = true
    var reading: Set<BytePath> = []
    /// Of those, the ones that came from `later`.
    var readingLater: Set<BytePath> = []
    /// New files that the last scan left for a later one.
    var likelyLeft = 0
    var unlikelyLeft = 0
    /// A scan or read has hung for longer than `Monitor.silentAfter`.
    var silent = false
    /// What the log was last told of it.
    var faults: [String] = []
    /// Since when it has not answered, or could not be looked at whole.
    var unseenSince: Duration?
    /// Files that the last scan passed over for their names: some of them, and how many.
    var ignored: [BytePath] = []
    var ignoredCount = 0

    /// The stick that is mounted here; nil for a watched directory. It is scanned once, not polled.
    var medium: Medium?
    /// Its files that are done: they are forgotten with it.
    var known = KnownFiles()
    /// Scans of it that ended.
    var scans = 0
    /// The laboratory was told that it may be pulled.
    var isTold = false
    /// It is gone; what is under way is awaited.
    var isLeaving = false
    /// The stick that took its place meanwhile.
    var successor: Medium?

    var hasQueued: Bool { !queue.isEmpty || !later.isEmpty || !large.isEmpty }

    var network: Bool { directory.network ?? foundNetwork }
}
