// One file on its way from first sight to the journal.
internal import Files

struct WatchedFile: Sendable {
    enum Phase: Sendable {
        /// Until size and times have rested, or until another look at a troubled file is due.
        case waiting
        /// Rested; waits for a free reader.
        case queued
        case reading(since: Duration)
        /// The bytes have come and are being parsed and analysed: the folder has answered.
        case examining
        /// Read. Waits until the earlier runs that lie in the folders have been read too, or, as no run, until the runs
        /// have.
        case held
    }

    /// Why the file could not be taken yet.
    struct Trouble: Sendable {
        let reason: String
        /// First look that failed.
        let since: Duration
        var looks: Int
        var recorded: Bool
        /// The system refused; otherwise the end of the file was missing.
        var refused: Bool
    }

    let root: BytePath
    var stamp: FileStamp
    /// First sight of it; `order` counts files in the order in which they were first seen.
    let since: Duration
    let order: Int
    /// It has the name of a run: it is waited for.
    let isNamedRun: Bool
    var phase = Phase.waiting
    /// Since when `stamp` has been seen.
    var restingSince: Duration
    /// When the next look is due, while waiting.
    var due: Duration
    /// The schedule's entry that counts; others of this file are stale.
    var scheduled: Duration?
    var trouble: Trouble?
    /// A stamp that a scan saw while the file was being read.
    var seenWhileReading: FileStamp?
    /// Looks that were ended for their processor time, what the last one was given, and what is told of that.
    var slowLooks = 0
    var budgetSeconds = 0.0
    var slowReason: String?

    /// It may well be a run: it is read before others.
    var isLikely: Bool { isNamedRun && Self.hasLikelySize(stamp) && slowLooks == 0 }

    /// Asked for, and not done yet.
    var isReading: Bool {
        switch phase {
        case .reading, .examining, .held: true
        case .waiting, .queued: false
        }
    }

    /// Read, and waiting for others.
    var isHeld: Bool { if case .held = phase { true } else { false } }

    var isLarge: Bool { stamp.size > Monitor.largeBytes }

    /// Large files wait until the others are read.
    static func hasLikelySize(_ stamp: FileStamp) -> Bool { stamp.size > 0 && stamp.size <= Monitor.largeBytes }
}
