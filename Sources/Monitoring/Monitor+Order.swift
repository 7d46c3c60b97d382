// The order of a backlog. Twenty plates that are copied in at once lie in the folder in any order: each is judged on
// those before it, so a run that was read waits until the others that lay there with it have been read too, and they
// are journaled by their start. What is no run waits until no run does: thousands of such files keep no plate from
// being taken.
internal import Assay
internal import Files

/// A run that was read and is not journaled yet.
struct HeldRun: Sendable {
    let path: BytePath
    let runs: [RunAnalysis]
    let source: SourceFile
    let stamp: FileStamp
    /// Start of the earliest of them as the instrument wrote it; a run that has none waits for nobody.
    let started: String
    let since: Duration
    /// Files seen before this one came are waited for: their `order` is at most this.
    let barrier: Int

    /// Points of curves, a measure of memory.
    var points: Int { runs.reduce(0) { $0 + $1.points } }
}

extension RunAnalysis {
    /// Of all its curves.
    var points: Int { wells.count * max(1, cycles) }
}

/// A file that brings no run, and why.
struct HeldNoRun: Sendable {
    enum Kind {
        case refused(String, sha256: String?)
        /// Its bytes are in the journal as record `as`.
        case known(SourceFile, FileStamp, as: Int64)
    }

    let path: BytePath
    let kind: Kind
    let since: Duration
}

extension Monitor {
    /// Neither a run nor a refusal is held for longer, nor is a file waited for that has been on its way for longer: a
    /// file that never rests, or a slow copy, delays an alert by this much at most.
    static let orderPatience = Duration.seconds(60)
    static let heldRunsMax = 64
    static let heldPointsMax = 4_000_000
    /// Files that bring no run journaled in one go, and the pause until the next ones: what comes meanwhile goes before them.
    static let noRunsAtOnce = 8
    static let noRunPause = Duration.milliseconds(1)
    static let heldNoRunsMax = 10_000

    mutating func hold(
        _ runs: [RunAnalysis], _ source: SourceFile, _ stamp: FileStamp, of path: BytePath, _ file: WatchedFile,
        at now: Duration
    ) {
        var file = file
        file.phase = .held
        files[path] = file
        let started = runs.compactMap(\.identity.started).min() ?? ""
        heldRuns.append(
            HeldRun(
                path: path, runs: runs, source: source, stamp: stamp, started: started, since: now, barrier: filesSeen))
    }

    /// Something of this directory is held.
    func holds(_ root: BytePath) -> Bool { files.values.contains { $0.root == root && $0.isHeld } }

    /// Journals what need not wait any longer, and before it all that started earlier.
    mutating func commitInOrder(at now: Duration, _ effects: inout [Effect]) {
        guard !heldRuns.isEmpty else { return }
        let awaited = firstAwaited(at: now, noLaterThan: heldRuns.map(\.barrier).min() ?? .max)
        var last = heldRuns.filter { isFree($0, awaiting: awaited, at: now) }.map(\.started).max()
        var points = heldRuns.reduce(0) { $0 + $1.points }, count = heldRuns.count
        heldRuns.sort { ($0.started, $0.path) < ($1.started, $1.path) }
        while let first = heldRuns.first,
            last.map({ first.started <= $0 }) ?? false || count > Self.heldRunsMax || points > Self.heldPointsMax
        {
            heldRuns.removeFirst()
            (count, points) = (count - 1, points - first.points)
            effects.append(.commit(first.runs, from: first.source, stamp: first.stamp))
            unreadable[first.path] = nil
            refused.remove(first.path)
            if let file = files[first.path] { finish(first.path, file, first.stamp, seen: file.seenWhileReading) }
            if heldRuns.isEmpty { last = nil }
        }
    }

    /// The earliest seen of the files that are waited for; any of them where one was seen no later than `barrier`.
    private func firstAwaited(at now: Duration, noLaterThan barrier: Int) -> Int {
        var first = Int.max
        for file in files.values where file.order < first && isAwaited(file, at: now) {
            first = file.order
            if first <= barrier { break }
        }
        return first
    }

    private func isFree(_ run: HeldRun, awaiting awaited: Int, at now: Duration) -> Bool {
        if run.started.isEmpty || run.barrier < awaited || run.since + Self.orderPatience <= now { return true }
        guard let root = files[run.path].flatMap({ roots[$0.root] }) else { return true }
        return root.isLeaving
    }

    /// A run may be in it, and it will be known soon.
    private func isAwaited(_ file: WatchedFile, at now: Duration) -> Bool {
        guard file.isLikely, file.trouble == nil, file.since + Self.orderPatience > now, !file.isHeld,
            let root = roots[file.root]
        else { return false }
        return !root.silent && !root.isLeaving
    }

    /// A stick is waited for by a person, and one that is pulled by nobody: there nothing is put off.
    mutating func refuse(
        _ path: BytePath, _ file: WatchedFile, _ reason: String, _ sha256: String?, at now: Duration,
        _ effects: inout [Effect]
    ) {
        guard let root = roots[file.root], root.medium == nil, heldNoRuns.count < Self.heldNoRunsMax else {
            return record(path, file, reason, sha256, &effects)
        }
        hold(.refused(reason, sha256: sha256), of: path, file, at: now)
    }

    /// Ten thousand copies of a plate keep the next plate no longer than their bytes take to be read.
    mutating func takeKnown(
        _ path: BytePath, _ file: WatchedFile, _ source: SourceFile, _ stamp: FileStamp, as record: Int64,
        at now: Duration, _ effects: inout [Effect]
    ) {
        guard let root = roots[file.root], root.medium == nil, heldNoRuns.count < Self.heldNoRunsMax else {
            return recordKnown(path, file, source, stamp, as: record, &effects)
        }
        hold(.known(source, stamp, as: record), of: path, file, at: now)
    }

    private mutating func hold(_ kind: HeldNoRun.Kind, of path: BytePath, _ file: WatchedFile, at now: Duration) {
        var file = file
        file.phase = .held
        files[path] = file
        heldNoRuns.append(HeldNoRun(path: path, kind: kind, since: now))
    }

    private mutating func recordKnown(
        _ path: BytePath, _ file: WatchedFile, _ source: SourceFile, _ stamp: FileStamp, as record: Int64,
        _ effects: inout [Effect]
    ) {
        effects.append(.recordKnown(source, stamp: stamp, as: record))
        unreadable[path] = nil
        refused.remove(path)
        finish(path, file, stamp, seen: file.seenWhileReading)
    }

    mutating func recordNoRuns(at now: Duration, _ effects: inout [Effect]) {
        guard let first = heldNoRuns.first, !runsWait || first.since + Self.orderPatience <= now else { return }
        for held in heldNoRuns.prefix(Self.noRunsAtOnce) {
            guard let file = files[held.path] else { continue }
            switch held.kind {
            case .refused(let reason, let sha256): record(held.path, file, reason, sha256, &effects)
            case .known(let source, let stamp, let record):
                recordKnown(held.path, file, source, stamp, as: record, &effects)
            }
        }
        heldNoRuns.removeFirst(min(Self.noRunsAtOnce, heldNoRuns.count))
    }

    /// Files that look like runs are being read, or could be at once.
    private var runsWait: Bool {
        roots.values.contains {
            !$0.silent && !$0.isLeaving && (!$0.queue.isEmpty || $0.reading.count > $0.readingLater.count)
        }
    }

    func nextRelease(after now: Duration) -> Duration? {
        heldRuns.map { max($0.since + Self.orderPatience, now + Self.noRunPause) }.min()
    }

    func nextNoRun(after now: Duration) -> Duration? {
        heldNoRuns.first.map {
            runsWait ? max($0.since + Self.orderPatience, now + Self.noRunPause) : now + Self.noRunPause
        }
    }
}
