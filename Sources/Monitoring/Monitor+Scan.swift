// What a scan changes: new files begin to rest, changed ones begin again, and those that are gone are forgotten.
internal import Files

extension Monitor {
    mutating func apply(_ scan: Scan, at now: Duration, _ effects: inout [Effect]) {
        guard var root = roots[scan.root] else { return }
        answered(scan.root, &effects)
        root.silent = false
        root.scanStarted = nil
        guard !root.isLeaving else {
            roots[scan.root] = root
            return
        }
        root.foundNetwork = scan.network
        root.scanTook = scan.took
        root.scanEnded = now
        root.scans += 1
        root.nextScan = nextScan(of: root, faulty: !scan.faults.isEmpty, at: now)
        root.unseenSince = scan.faults.isEmpty ? nil : root.unseenSince ?? now
        (root.likelyLeft, root.unlikelyLeft) = (scan.likelyLeft, scan.unlikelyLeft)
        (root.ignored, root.ignoredCount) = (scan.ignored, scan.ignoredCount)
        tellFaults(scan.faults, of: scan.root, &root, &effects)
        roots[scan.root] = root

        for entry in scan.entries { see(entry, in: scan.root, at: now) }
        guard scan.faults.isEmpty else { return }
        forgetVanished(scan, &effects)
        findGone(scan, &effects)
    }

    /// A directory is polled. Nothing comes onto a stick: only what went wrong is tried again.
    private func nextScan(of root: WatchedRoot, faulty: Bool, at now: Duration) -> Duration {
        if root.medium == nil { return now + pollInterval }
        return faulty && root.scans < Self.mediumScansMax ? now + Self.mediumScanPause : Self.never
    }

    private mutating func see(_ entry: Scan.Entry, in root: BytePath, at now: Duration) {
        guard var file = files[entry.path] else {
            if isKnown(entry.path, entry.stamp, in: root) { return }
            filesSeen += 1
            // Of a stick only run files are asked for.
            let isNamedRun = roots[root]?.medium != nil || runPatterns.match(entry.path.name.bytes)
            let file = WatchedFile(
                root: root, stamp: entry.stamp, since: now, order: filesSeen, isNamedRun: isNamedRun, restingSince: now,
                due: now)
            rest(entry.path, file, at: now)
            return
        }
        if file.isReading {
            file.seenWhileReading = entry.stamp
            files[entry.path] = file
        } else if isKnown(entry.path, entry.stamp, in: root) {
            files[entry.path] = nil
        } else if file.stamp != entry.stamp {
            file.stamp = entry.stamp
            rest(entry.path, file, at: now)
        }
    }

    private func isKnown(_ path: BytePath, _ stamp: FileStamp, in root: BytePath) -> Bool {
        roots[root]?.medium == nil ? known.holds(path, stamp) : roots[root]?.known.holds(path, stamp) ?? false
    }

    /// Lets a file rest from now on.
    mutating func rest(_ path: BytePath, _ file: WatchedFile, at now: Duration) {
        var file = file
        roots[file.root]?.isTold = false
        file.restingSince = now
        file.slowLooks = 0
        file.slowReason = nil
        file.trouble?.looks = 0
        wait(path, file, until: now + settleTime(of: path, in: file.root))
    }

    /// Puts a file on the schedule.
    mutating func wait(_ path: BytePath, _ file: WatchedFile, until due: Duration) {
        var file = file
        file.phase = .waiting
        file.due = due
        if file.scheduled.map({ due < $0 }) ?? true {
            schedule.insert(path, at: due)
            file.scheduled = due
        }
        files[path] = file
    }

    /// The settling time, doubled for each time in a row that the file was recorded as unreadable: a log that some
    /// other program writes into the folder is not examined every two seconds.
    private func settleTime(of path: BytePath, in root: BytePath) -> Duration {
        let network = roots[root]?.network ?? false
        let settle = duration(
            network ? max(settings.settleNetworkSeconds, settings.settleSeconds) : settings.settleSeconds)
        let doublings = min(unreadable[path] ?? 0, 20)
        return doublings == 0 ? settle : max(settle, min(settle * (1 << doublings), Self.restMax))
    }

    private mutating func forgetVanished(_ scan: Scan, _ effects: inout [Effect]) {
        guard !files.isEmpty else { return }
        let seen = Set(scan.entries.map(\.path))
        let gone = files.filter { $0.value.root == scan.root && !$0.value.isReading && !seen.contains($0.key) }
        for (path, file) in gone.sorted(by: { $0.key < $1.key }) {
            files[path] = nil
            guard let reason = file.trouble?.reason ?? file.slowReason else { continue }
            effects.append(.log(LogLine(.fileGone, path, "\(path.text) is gone before it could be taken (\(reason))")))
        }
    }

    /// What was recorded as unreadable and has been taken away needs nobody any more.
    private mutating func findGone(_ scan: Scan, _ effects: inout [Effect]) {
        guard roots[scan.root]?.medium == nil, !refused.isEmpty else { return }
        let seen = Set(scan.entries.map(\.path)), below = scan.root.appending([]).bytes
        let gone = refused.filter { $0.bytes.starts(with: below) && !seen.contains($0) && files[$0] == nil }
        for path in gone.sorted() {
            refused.remove(path)
            unreadable[path] = nil
            known.forget(path)
            effects.append(.recordGone(path: path))
        }
    }

    /// Of one event's effects: which files are unreadable from now on.
    mutating func keepRefused(_ effects: [Effect]) {
        for case .recordUnreadable(let path, _, _, _) in effects
        where medium(holding: path) == nil && refused.count < Self.refusedMax {
            refused.insert(path)
        }
    }

    /// Tells the log of faults when they change, not at every scan.
    private func tellFaults(_ faults: [String], of path: BytePath, _ root: inout WatchedRoot, _ effects: inout [Effect])
    {
        guard faults != root.faults else { return }
        defer { root.faults = faults }
        // Those of a stick are told once, when it may be pulled.
        guard root.medium == nil else { return }
        let old = Set(root.faults)
        for fault in faults where !old.contains(fault) { effects.append(.log(LogLine(.folderFault, path, fault))) }
        if faults.isEmpty { effects.append(.log(LogLine(.folderWhole, path, "\(path.text) can be read whole again."))) }
    }
}
