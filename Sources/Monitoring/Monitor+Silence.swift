// Directories that do not answer.
internal import Files

extension Monitor {
    /// Says when a directory stops answering; `answered` says when it does again.
    mutating func findSilence(at now: Duration, _ effects: inout [Effect]) {
        for path in roots.keys.sorted() {
            guard var root = roots[path], !root.silent, let since = oldest(root), since + Self.silentAfter <= now else {
                continue
            }
            root.silent = true
            root.unseenSince = root.unseenSince ?? since
            roots[path] = root
            effects.append(
                .log(
                    LogLine(
                        .folderSilent, path,
                        "\(path.text) has not answered for \(Self.silentAfter.components.seconds) s: "
                            + "no run is read from it until it does. Is the share or the stick still there?")))
        }
    }

    mutating func answered(_ path: BytePath, _ effects: inout [Effect]) {
        guard var root = roots[path], root.silent else { return }
        root.silent = false
        if root.faults.isEmpty { root.unseenSince = nil }
        roots[path] = root
        effects.append(.log(LogLine(.folderAnswers, path, "\(path.text) answers again.")))
    }

    /// When the oldest scan or read of a directory that is still under way began.
    func oldest(_ root: WatchedRoot) -> Duration? {
        let reads = root.reading.compactMap { path -> Duration? in
            if case .reading(let since)? = files[path]?.phase { since } else { nil }
        }
        return (reads + [root.scanStarted].compactMap { $0 }).min()
    }
}
