// What becomes of a file that was read.
internal import Files

extension Monitor {
    /// The folder has answered: what takes long from now on is the file.
    mutating func takeBytes(of path: BytePath, _ effects: inout [Effect]) {
        guard var file = files[path], case .reading = file.phase else { return }
        file.phase = .examining
        files[path] = file
        answered(file.root, &effects)
    }

    mutating func conclude(
        _ outcome: ReadOutcome, of path: BytePath, _ seconds: Double, at now: Duration, _ effects: inout [Effect]
    ) {
        if case .runs(let runs, _, _) = outcome { budget.hear(seconds, points: runs.reduce(0) { $0 + $1.points }) }
        guard var file = files[path], file.isReading, !file.isHeld else { return }
        roots[file.root]?.reading.remove(path)
        roots[file.root]?.readingLater.remove(path)
        answered(file.root, &effects)
        if case .runs(let analyses, let source, let stamp) = outcome {
            return hold(analyses, source, stamp, of: path, file, at: now)
        }
        if case .unreadable(let reason, let sha256) = outcome {
            return refuse(path, file, reason, sha256, at: now, &effects)
        }
        if case .known(let source, let stamp, let record) = outcome {
            return takeKnown(path, file, source, stamp, as: record, at: now, &effects)
        }
        let seen = file.seenWhileReading
        file.seenWhileReading = nil
        switch outcome {
        case .runs, .known, .unreadable: break  // above
        case _ where roots[file.root] == nil:
            // No longer watched: a reload came during the read.
            files[path] = nil
        case _ where roots[file.root]?.isLeaving == true:
            // The stick was pulled: it stays among the unread.
            file.phase = .waiting
            files[path] = file
        case .incomplete(let reason, let sha256) where roots[file.root]?.medium != nil:
            // Nothing more arrives on a stick.
            file.seenWhileReading = seen
            record(path, file, reason, sha256, &effects)
        case .slow(let sha256):
            file.seenWhileReading = seen
            takeSlow(path, file, sha256, at: now, &effects)
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

    /// Records that a file is no run.
    mutating func record(
        _ path: BytePath, _ file: WatchedFile, _ reason: String, _ sha256: String?, _ effects: inout [Effect]
    ) {
        effects.append(.recordUnreadable(path: path, stamp: file.stamp, sha256: sha256, reason: reason))
        countUnreadable(path)
        finish(path, file, file.stamp, seen: file.seenWhileReading)
    }

    /// The file is done with this stamp. Where a scan saw another one meanwhile, the next scan is asked for.
    mutating func finish(_ path: BytePath, _ file: WatchedFile, _ stamp: FileStamp, seen: FileStamp?) {
        files[path] = nil
        if roots[file.root]?.medium == nil {
            known.insert(path, stamp)
        } else {
            roots[file.root]?.known.insert(path, stamp)
        }
        if let seen, seen != stamp { roots[file.root]?.hinted = true }
    }

    private mutating func countUnreadable(_ path: BytePath) {
        if unreadable.count >= Self.unreadableMax, unreadable[path] == nil, let some = unreadable.first?.key {
            unreadable[some] = nil
        }
        unreadable[path, default: 0] += 1
    }

    /// A file that was read, and so has a digest, is incomplete; one without was refused. An incomplete file is looked
    /// at again, ever more rarely, until it has stayed so for `incompleteAfterSeconds`; then it is recorded and done
    /// until it changes. One that the system refuses is recorded too, once, but looked at for ever: its bytes may be a
    /// run.
    private mutating func lookAgain(
        _ path: BytePath, _ file: WatchedFile, _ reason: String, _ sha256: String?, at now: Duration,
        _ effects: inout [Effect]
    ) {
        let refused = sha256 == nil
        var file = file
        var trouble = WatchedFile.Trouble(
            reason: reason, since: file.trouble?.since ?? now, looks: (file.trouble?.looks ?? 0) + 1,
            recorded: file.trouble?.recorded ?? false, refused: refused)
        let patience = roots[file.root]?.medium == nil ? duration(settings.incompleteAfterSeconds) : Self.mediumPatience
        let deadline = min(
            max(file.restingSince, refused ? trouble.since : .zero) + patience,
            trouble.since + patience * Self.incompletePatience)
        if now >= deadline, !refused {
            return record(path, file, reason, sha256, &effects)
        }
        if refused, file.trouble == nil {
            effects.append(
                .log(LogLine(.fileWaiting, path, "\(path.text) cannot be read yet: \(reason) It is tried again.")))
        }
        if !refused, trouble.looks == Self.incompleteLooksToTell {
            effects.append(
                .log(
                    LogLine(
                        .fileIncomplete, path,
                        "\(path.text) is not complete yet: \(reason) It is looked at again by itself.")))
        }
        if now >= deadline, !trouble.recorded {
            effects.append(.recordUnreadable(path: path, stamp: nil, sha256: nil, reason: reason))
            trouble.recorded = true
        }
        let pause = min(
            max(duration(settings.settleSeconds), Self.lookPauseMin) * (1 << min(trouble.looks, 12)),
            refused ? Self.refusedLookMax : Self.incompleteLookMax)
        file.trouble = trouble
        wait(path, file, until: deadline > now ? min(deadline, now + pause) : now + pause)
    }
}
