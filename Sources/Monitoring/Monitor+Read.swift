// When a file is read.
internal import Files

extension Monitor {
    mutating func startReads(at now: Duration, _ effects: inout [Effect]) {
        queueRested(at: now)
        for path in roots.keys.sorted() { startReads(of: path, at: now, &effects) }
    }

    private mutating func startReads(of path: BytePath, at now: Duration, _ effects: inout [Effect]) {
        while let root = roots[path], !root.isLeaving, root.reading.count < Self.readsPerRootMax,
            readsCounted < Self.readsMax
        {
            if !root.queue.isEmpty {
                guard let next = roots[path]?.queue.dequeue() else { return }
                read(next, of: path, isLater: false, at: now, &effects)
            } else {
                guard !root.later.isEmpty, root.readingLater.count < Self.readsLaterPerRootMax,
                    laterCounted < Self.readsLaterMax,
                    bytesCounted < Self.readBytesMax, let next = roots[path]?.later.dequeue()
                else { return }
                read(next, of: path, isLater: true, at: now, &effects)
            }
        }
    }

    private mutating func read(
        _ path: BytePath, of root: BytePath, isLater: Bool, at now: Duration, _ effects: inout [Effect]
    ) {
        guard var file = files[path], case .queued = file.phase, file.root == root else { return }
        file.phase = .reading(since: now)
        file.budgetSeconds = budget.seconds(after: file.slowLooks, full: settings.processorTimeSeconds)
        files[path] = file
        roots[root]?.reading.insert(path)
        if isLater { roots[root]?.readingLater.insert(path) }
        effects.append(.read(root: root, path: path, expecting: file.stamp, processorSeconds: file.budgetSeconds))
    }

    private var answering: some Sequence<WatchedRoot> { roots.values.lazy.filter { !$0.silent } }
    private var readsCounted: Int { answering.reduce(0) { $0 + $1.reading.count } }
    private var laterCounted: Int { answering.reduce(0) { $0 + $1.readingLater.count } }
    private var bytesCounted: Int64 {
        answering.reduce(0) { $0 + $1.reading.reduce(0) { $0 + max(0, files[$1]?.stamp.size ?? 0) } }
    }

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
        for (path, file) in rested { enqueue(path, file) }
    }

    private mutating func enqueue(_ path: BytePath, _ file: WatchedFile) {
        if file.isLikely, unreadable[path] == nil {
            roots[file.root]?.queue.enqueue(path)
        } else {
            roots[file.root]?.later.enqueue(path)
        }
    }
}
