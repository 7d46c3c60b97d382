// One watched directory.
internal import Assay

struct WatchedRoot: Sendable {
    let directory: WatchSettings.Directory
    /// What the last scan found the file system to be, where the configuration does not say.
    var foundNetwork = false
    var scanStarted: Duration?
    var scanEnded: Duration?
    var nextScan: Duration
    /// How long the last scan took.
    var scanTook = Duration.zero
    var hinted = false
    /// Rested files in the order in which they are to be read; entries whose file moved on are passed over.
    var queue: [BytePath] = []
    var queueHead = 0
    var reading: Set<BytePath> = []
    /// A scan or read has hung for longer than `Monitor.silentAfter`.
    var silent = false
    /// What the log was last told of it.
    var faults: [String] = []

    /// The stick that is mounted here; nil for a watched directory. It is scanned once, not polled.
    var medium: Medium?
    /// Scans of it that ended.
    var scans = 0
    /// The laboratory was told that it may be pulled.
    var isTold = false
    /// It is gone; what is under way is awaited.
    var isLeaving = false
    /// The stick that took its place meanwhile.
    var successor: Medium?

    var network: Bool { directory.network ?? foundNetwork }

    mutating func enqueue(_ path: BytePath) { queue.append(path) }

    mutating func dequeue() -> BytePath? {
        guard queueHead < queue.count else { return nil }
        defer {
            queueHead += 1
            if queueHead == queue.count {
                queue.removeAll()
                queueHead = 0
            }
        }
        return queue[queueHead]
    }
}
