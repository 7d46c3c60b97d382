// When the rules that stand on absent results may be judged: once all that was dropped has been read. They wait for
// files and folders, but never without an end, and never in silence.
public import Files

public enum AbsenceStanding: Hashable, Sendable {
    /// All that lies in the folders has been seen.
    case clear
    /// Something is still to be seen.
    case waiting
    /// They have waited long enough: they may be judged, and must say that these files and folders could not be seen.
    case blind([BytePath])

    public var mayJudge: Bool { self != .waiting }
}

extension Monitor {
    /// Files and folders that are named as unseen.
    static let unseenNamedMax = 5

    public var absence: AbsenceStanding {
        guard let since = heldBackSince else {
            let unseen = unseen
            return unseen.isEmpty ? .clear : .blind(unseen)
        }
        return since + absenceWait <= now ? .blind(unseen) : .waiting
    }

    var absenceWait: Duration { duration(settings.absenceWaitSeconds) }

    mutating func measureBacklog(at now: Duration) {
        let waits =
            !surveyed || roots.values.contains { isAwaited($0, at: now) }
            || files.values.contains { holdsBack($0, at: now) }
        heldBackSince = waits ? heldBackSince ?? now : nil
    }

    private func isAwaited(_ root: WatchedRoot, at now: Duration) -> Bool {
        root.likelyLeft > 0 || root.unseenSince.map { $0 + absenceWait > now } ?? false
    }

    /// A file that no pattern of a run matches is not waited for, nor one that has been on its way for too long, nor
    /// one that is told of as refused.
    private func holdsBack(_ file: WatchedFile, at now: Duration) -> Bool {
        file.isNamedRun && file.since + absenceWait > now && !(file.trouble?.recorded ?? false)
    }

    private var unseen: [BytePath] {
        let folders = roots.filter { $0.value.unseenSince != nil }.keys
        let waiting = files.filter { $0.value.isNamedRun && !($0.value.trouble?.recorded ?? false) }.keys
        return Array((folders.sorted() + waiting.sorted()).prefix(Self.unseenNamedMax))
    }

    func nextAbsence(after now: Duration) -> Duration? {
        heldBackSince.map { $0 + absenceWait }.flatMap { $0 > now ? $0 : nil }
    }
}
