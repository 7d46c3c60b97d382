// Sticks: watched like directories while they are there, scanned once, and told of when they may be pulled.
public import Files

extension Monitor {
    /// The stick that is mounted on a folder.
    public func medium(at mount: BytePath) -> Medium? { roots[mount]?.medium }

    /// Where sticks are mounted.
    public var mounts: [BytePath] { roots.filter { $0.value.medium != nil }.keys.sorted() }

    /// The stick on which a file lies.
    public func medium(holding path: BytePath) -> Medium? {
        roots.values.lazy.compactMap(\.medium).first { path.bytes.starts(with: $0.mount.appending([]).bytes) }
    }

    /// Takes the list of what is mounted as the truth.
    mutating func apply(_ media: [Medium], at now: Duration, _ effects: inout [Effect]) {
        let there = Dictionary(media.map { ($0.mount, $0) }) { $1 }
        for (path, root) in roots {
            guard let medium = root.medium, root.isLeaving || !medium.isSameVisit(as: there[path]) else { continue }
            roots[path]?.isLeaving = true
            roots[path]?.successor = there[path]
        }
        for medium in media where roots[medium.mount] == nil { watch(medium, at: now, &effects) }
    }

    private mutating func watch(_ medium: Medium, at now: Duration, _ effects: inout [Effect]) {
        guard roots.values.count(where: { $0.medium != nil }) < Self.mediaMax else {
            effects.append(
                .log(
                    LogLine(
                        .folderFault, medium.mount,
                        "More than \(Self.mediaMax) sticks at a time: \(medium.stick.title) is not read. Pull one and "
                            + "plug it in again."
                    ))
            )
            return
        }
        var root = WatchedRoot(directory: WatchSettings.Directory(path: "", network: false), nextScan: now)
        root.medium = medium
        roots[medium.mount] = root
        effects.append(.mediumFound(medium))
    }

    /// Says which sticks may be pulled, and which were.
    mutating func finishMedia(at now: Duration, _ effects: inout [Effect]) {
        for (path, root) in roots.sorted(by: { $0.key < $1.key }) {
            guard let medium = root.medium, root.reading.isEmpty, root.scanStarted == nil, !holds(path) else {
                continue
            }
            if root.isLeaving {
                effects.append(.mediumGone(medium, end(of: root, at: path, isSafe: root.isTold)))
                forget(path)
                if let successor = root.successor { watch(successor, at: now, &effects) }
                startScans(at: now, &effects)
            } else if !root.isTold, root.scanEnded != nil, root.nextScan == Self.never, !root.hinted,
                !root.hasQueued
            {
                let end = end(of: root, at: path, isSafe: true)
                guard end.isWhole else { continue }
                roots[path]?.isTold = true
                effects.append(.mediumRead(medium, end))
            }
        }
    }

    /// - Parameter isSafe: people are told, or were, that it may be pulled. A pull disturbs the scan under way, which
    ///   then shows a stick that is empty or faulty: that is no stick that was read.
    private func end(of root: WatchedRoot, at path: BytePath, isSafe: Bool) -> MediumEnd {
        // One that the system refused, and that was recorded, is looked at again but not waited for.
        let unread = files.filter { $0.value.root == path && $0.value.trouble?.recorded != true }.keys.sorted()
        let looked = root.scanEnded != nil && (isSafe || root.faults.isEmpty)
        return MediumEnd(
            isWhole: looked && isSafe && unread.isEmpty, looked: looked,
            unread: Array(unread.prefix(Self.unreadNamedMax)), unreadCount: unread.count,
            faults: root.faults)
    }

    private mutating func forget(_ mount: BytePath) {
        roots[mount] = nil
        files = files.filter { $0.value.root != mount }
        let below = mount.appending([]).bytes
        unreadable = unreadable.filter { !$0.key.bytes.starts(with: below) }
    }
}
