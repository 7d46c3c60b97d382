// One file on its way from first sight to the journal.
internal import Assay

struct WatchedFile: Sendable {
    enum Phase: Sendable {
        /// Until size and times have rested, or until another look at a troubled file is due.
        case waiting
        /// Rested; waits for a free reader.
        case queued
        case reading(since: Duration)
    }

    /// Why the file could not be taken yet.
    struct Trouble: Sendable {
        let reason: String
        /// First look that failed.
        let since: Duration
        var looks: Int
        var recorded: Bool
    }

    let root: BytePath
    var stamp: FileStamp
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

    var isReading: Bool { if case .reading = phase { true } else { false } }
}
