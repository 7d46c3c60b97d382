// What a scan brings back: what is not done yet, and of that no more than can be worked on. A folder of a hundred
// thousand files is looked at whole each time; only what is new becomes a value that somebody keeps.
public import Files

public struct ScanSieve: Sendable {
    /// Files of a folder that are on their way at a time: those that look like runs, and all others.
    static let likelyMax = 10_000
    static let unlikelyMax = 1_000

    let known: KnownFiles
    /// Files on their way and unreadable ones: a scan must tell of them whether they are still there.
    let pending: Set<Int>
    let runs: NamePatterns
    private var likelyRoom: Int
    private var unlikelyRoom: Int
    /// New files that look like runs, and others, that were left for a later scan.
    public private(set) var likelyLeft = 0
    public private(set) var unlikelyLeft = 0

    init(known: KnownFiles, pending: Set<Int>, runs: NamePatterns, likely: Int, unlikely: Int) {
        (self.known, self.pending, self.runs) = (known, pending, runs)
        (likelyRoom, unlikelyRoom) = (max(0, Self.likelyMax - likely), max(0, Self.unlikelyMax - unlikely))
    }

    /// Whether the monitor wants to hear of this file now.
    public mutating func keeps(_ path: BytePath, _ stamp: FileStamp) -> Bool {
        if pending.contains(KnownFiles.key(path)) { return true }
        if known.holds(path, stamp) { return false }
        if WatchedFile.hasLikelySize(stamp), runs.match(path.name.bytes) {
            likelyRoom -= 1
            if likelyRoom < 0 { likelyLeft += 1 }
            return likelyRoom >= 0
        }
        unlikelyRoom -= 1
        if unlikelyRoom < 0 { unlikelyLeft += 1 }
        return unlikelyRoom >= 0
    }
}

extension Monitor {
    /// For the next scan of a watched directory.
    public func sieve(for root: BytePath) -> ScanSieve {
        let pending = files.filter { $0.value.root == root }
        let likely = pending.values.count(where: \.isLikely)
        return ScanSieve(
            known: known, pending: Set(pending.keys.map(KnownFiles.key)).union(refused.map(KnownFiles.key)),
            runs: runPatterns, likely: likely,
            unlikely: pending.count - likely)
    }
}
