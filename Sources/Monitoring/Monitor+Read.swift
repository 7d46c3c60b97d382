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
                guard root.readingLater.count < Self.readsLaterPerRootMax, laterCounted < Self.readsLaterMax,
                    let next = dequeueLater(of: path)
                else { return }
                read(next, of: path, isLater: true, at: now, &effects)
            }
        }
    }

    /// Of what does not look like a run: large files and others by turns, so that neither waits for all of the other kind.
    private mutating func dequeueLater(of path: BytePath) -> BytePath? {
        guard let root = roots[path] else { return nil }
        let mayBeLarge = !root.large.isEmpty && !isReadingLarge
        let isLarge = mayBeLarge && (root.isLargesTurn || root.later.isEmpty)
        roots[path]?.isLargesTurn = !isLarge
        return isLarge ? roots[path]?.large.dequeue() : roots[path]?.later.dequeue()
    }

    private mutating func read(
        _ path: BytePath, of root: BytePath, isLater: Bool, at now: Duration, _ effects: inout [Effect]
    ) {
        guard var file = files[path], case .queued = file.phase, file.root == root else { return }
        // It has grown since this entry was made, and has another among the large.
        if file.isLarge, isReadingLarge { return }
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
    private var isReadingLarge: Bool {
        answering.contains { $0.reading.contains { files[$0]?.isLarge ?? false } }
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
            enqueueLater(path, file)
        }
    }

    mutating func enqueueLater(_ path: BytePath, _ file: WatchedFile) {
        if file.isLarge { roots[file.root]?.large.enqueue(path) } else { roots[file.root]?.later.enqueue(path) }
    }
}
