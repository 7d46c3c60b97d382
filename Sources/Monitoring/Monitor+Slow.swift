// What becomes of a file whose examination was ended for its time.
internal import Files

extension Monitor {
    /// The next look at a file that may be a plate too large for this machine.
    static let unknownLookPause = restMax

    mutating func takeSlow(
        _ path: BytePath, _ file: WatchedFile, _ sha256: String, at now: Duration, _ effects: inout [Effect]
    ) {
        var file = file
        let seconds = file.budgetSeconds
        file.slowLooks += 1
        switch budget.verdict(after: file.slowLooks, seconds: seconds) {
        case .tryAgain:
            file.slowReason = tryAgain(file, seconds)
            // What kept it from being read before is past.
            if file.trouble?.recorded == false { file.trouble = nil }
            // The second look comes once no other run waits. Then a machine may be starved: it is given pauses, where
            // nobody waits for a stick.
            if file.slowLooks == 1 || roots[file.root]?.medium != nil { return queueLater(path, file) }
            if file.slowLooks == 2 {
                effects.append(.log(LogLine(.fileWaiting, path, "\(path.text) waits: \(file.slowReason ?? "")")))
            }
            wait(path, file, until: now + slowPause(file.slowLooks))
        case .unknown where roots[file.root]?.medium == nil:
            let reason = Self.slowReason(seconds, plate: nil) + " It is tried again from time to time."
            if file.trouble?.recorded != true {
                effects.append(.recordUnreadable(path: path, stamp: nil, sha256: sha256, reason: reason))
            }
            file.trouble = WatchedFile.Trouble(
                reason: reason, since: file.trouble?.since ?? now, looks: file.slowLooks, recorded: true, refused: true)
            wait(path, file, until: now + Self.unknownLookPause)
        case .unknown, .fileIsToBlame:
            refuse(path, file, Self.slowReason(seconds, plate: budget.plateSeconds), sha256, at: now, &effects)
        }
    }

    private mutating func queueLater(_ path: BytePath, _ file: WatchedFile) {
        var file = file
        file.phase = .queued
        files[path] = file
        enqueueLater(path, file)
    }

    private func slowPause(_ looks: Int) -> Duration {
        min(max(duration(settings.settleSeconds), Self.lookPauseMin) * (1 << min(looks, 12)), Self.refusedLookMax)
    }

    private func tryAgain(_ file: WatchedFile, _ seconds: Double) -> String {
        let next = budget.seconds(after: file.slowLooks, full: settings.processorTimeSeconds)
        return
            "It was not read to its end in \(words(seconds)) s of processor time and is tried again with "
            + "\(words(next)) s."
    }

    /// Seconds of processor time that a plate takes on this machine; nil where none has been read yet.
    public var plateSeconds: Double? { budget.plateSeconds }

    /// Why a file that takes too long is no run.
    /// - Parameters:
    ///   - seconds: it was given.
    ///   - plate: seconds that a plate takes on this machine; nil where that is not known.
    public static func slowReason(_ seconds: Double, plate: Double?) -> String {
        let fact = "Reading it takes more than \(words(seconds)) s of processor time"
        guard let plate else {
            return
                "\(fact): it is damaged or no run, or this machine is too slow for it; no plate has been read since "
                + "the service started, to tell which."
        }
        return "\(fact), where a plate takes \(words(plate)) s on this machine: it is damaged, or no run."
    }

    /// What a file off a stick is given that an earlier start has left in the spool: as much as one that lies on a
    /// stick.
    public static func spooledLooks(_ settings: WatchSettings) -> [Double] {
        (0...ProcessorBudget.fullLooksMax).map {
            ProcessorBudget().seconds(after: $0, full: settings.processorTimeSeconds)
        }
    }
}

/// Seconds with one digit where there are few.
private func words(_ seconds: Double) -> String {
    seconds >= 10 ? "\(Int(seconds.rounded()))" : "\(max(0.01, (seconds * 100).rounded() / 100))"
}
