// When a file is read, and what becomes of it.
internal import Assay

extension Monitor {
    mutating func startReads(at now: Duration, _ effects: inout [Effect]) {
        queueRested(at: now)
        for path in roots.keys.sorted() {
            while var root = roots[path], !root.isLeaving, root.reading.count < Self.readsPerRootMax, readsCounted < Self.readsMax, let next = root.dequeue() {
                if var file = files[next], case .queued = file.phase, file.root == path {
                    file.phase = .reading(since: now)
                    files[next] = file
                    root.reading.insert(next)
                    effects.append(.read(root: path, path: next, expecting: file.stamp))
                }
                roots[path] = root
            }
        }
    }

    private var readsCounted: Int { roots.values.reduce(0) { $0 + ($1.silent ? 0 : $1.reading.count) } }

    /// Moves what has rested to the queue, the oldest file first.
    private mutating func queueRested(at now: Duration) {
        var rested: [(path: BytePath, file: WatchedFile)] = []
        while let entry = schedule.popDue(now) {
            guard var file = files[entry.path], file.scheduled == entry.at else { continue }
            file.scheduled = nil
            guard case .waiting = file.phase else {
                files[entry.path] = file
                continue
            }
            if file.due > now {
                wait(entry.path, file, until: file.due)
            } else {
                file.phase = .queued
                files[entry.path] = file
                rested.append((entry.path, file))
            }
        }
        rested.sort { ($0.file.stamp.modified, $0.path) < ($1.file.stamp.modified, $1.path) }
        for (path, file) in rested { roots[file.root]?.enqueue(path) }
    }

    mutating func take(_ outcome: ReadOutcome, of path: BytePath, at now: Duration, _ effects: inout [Effect]) {
        guard var file = files[path], file.isReading else { return }
        roots[file.root]?.reading.remove(path)
        answered(file.root, &effects)
        let seen = file.seenWhileReading
        file.seenWhileReading = nil
        switch outcome {
        case .runs(let analyses, let source, let stamp):
            effects.append(.commit(analyses, from: source, stamp: stamp))
            unreadable[path] = nil
            finish(path, file, stamp, seen: seen)
        case .unreadable(let reason, let sha256):
            effects.append(.recordUnreadable(path: path, stamp: file.stamp, sha256: sha256, reason: reason))
            countUnreadable(path)
            finish(path, file, file.stamp, seen: seen)
        case _ where roots[file.root] == nil:
            // No longer watched: a reload came during the read.
            files[path] = nil
        case _ where roots[file.root]?.isLeaving == true:
            // The stick was pulled: it stays among the unread.
            file.phase = .waiting
            files[path] = file
        case .incomplete(let reason, let sha256) where roots[file.root]?.medium != nil:
            // Nothing more arrives on a stick.
            effects.append(.recordUnreadable(path: path, stamp: file.stamp, sha256: sha256, reason: reason))
            countUnreadable(path)
            finish(path, file, file.stamp, seen: seen)
        case .changed(let stamp):
            file.stamp = stamp
            rest(path, file, at: now)
        case .vanished:
            // A stick's files vanish with it: the next scan tells.
            if roots[file.root]?.medium == nil { files[path] = nil } else { rest(path, file, at: now) }
            roots[file.root]?.hinted = true
        case .incomplete(let reason, let sha256): lookAgain(path, file, reason, sha256, at: now, &effects)
        case .failed(let reason): lookAgain(path, file, reason, nil, at: now, &effects)
        }
    }

    /// The file is done with this stamp. Where a scan saw another one meanwhile, the next scan is asked for.
    private mutating func finish(_ path: BytePath, _ file: WatchedFile, _ stamp: FileStamp, seen: FileStamp?) {
        files[path] = nil
        if known.count >= Self.knownMax, known[path] == nil, let some = known.first?.key { known[some] = nil }
        known[path] = stamp
        if let seen, seen != stamp { roots[file.root]?.hinted = true }
    }

    private mutating func countUnreadable(_ path: BytePath) {
        if unreadable.count >= Self.unreadableMax, unreadable[path] == nil, let some = unreadable.first?.key { unreadable[some] = nil }
        unreadable[path, default: 0] += 1
    }

    /// A file that was read, and so has a digest, is incomplete; one without was refused. An incomplete file is looked at again, ever more rarely, until it has stayed so for `incompleteAfterSeconds`; then it is recorded
    /// and done until it changes. One that the system refuses is recorded too, once, but looked at for ever: its bytes may be a run.
    private mutating func lookAgain(
        _ path: BytePath, _ file: WatchedFile, _ reason: String, _ sha256: String?, at now: Duration, _ effects: inout [Effect]
    ) {
        let refused = sha256 == nil
        var file = file
        var trouble = WatchedFile.Trouble(
            reason: reason, since: file.trouble?.since ?? now, looks: (file.trouble?.looks ?? 0) + 1,
            recorded: file.trouble?.recorded ?? false)
        let patience = roots[file.root]?.medium == nil ? duration(settings.incompleteAfterSeconds) : Self.mediumPatience
        let deadline = min(max(file.restingSince, refused ? trouble.since : .zero) + patience, trouble.since + patience * Self.incompletePatience)
        if now >= deadline, !refused {
            effects.append(.recordUnreadable(path: path, stamp: file.stamp, sha256: sha256, reason: reason))
            countUnreadable(path)
            finish(path, file, file.stamp, seen: file.seenWhileReading)
            return
        }
        if refused, file.trouble == nil {
            effects.append(.log(LogLine(.fileWaiting, path, "\(path.text) cannot be read yet: \(reason) It is tried again.")))
        }
        if !refused, trouble.looks == Self.incompleteLooksToTell {
            effects.append(.log(LogLine(.fileIncomplete, path, "\(path.text) is not complete yet: \(reason) It is looked at again by itself.")))
        }
        if now >= deadline, !trouble.recorded {
            effects.append(.recordUnreadable(path: path, stamp: nil, sha256: nil, reason: reason))
            trouble.recorded = true
        }
        let pause = min(
            max(duration(settings.settleSeconds), Self.lookPauseMin) * (1 << min(trouble.looks, 12)), refused ? Self.refusedLookMax : Self.incompleteLookMax)
        file.trouble = trouble
        wait(path, file, until: deadline > now ? min(deadline, now + pause) : now + pause)
    }
}
