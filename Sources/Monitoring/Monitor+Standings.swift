// What can be told of each file that is not done, and why.
public import Files

public struct FileStanding: Hashable, Sendable {
    public enum State: String, Sendable, Codable { case waiting, incomplete, refused, ignored }

    public let path: BytePath
    public let state: State
    public let reason: String
    /// Steady time since when it has been on its way; nil for an ignored one.
    public let since: Duration?
    /// The rules that stand on absent results wait for it.
    public let holdsBack: Bool
}

extension Monitor {
    /// At most so many, those first that have been on their way for the longest; and how many there are in all.
    public func standings(max: Int) -> (files: [FileStanding], count: Int) {
        // Numbers alone are sorted: there may be a hundred thousand files.
        let oldest = files.map { (order: $0.value.order, path: $0.key) }.sorted { $0.order < $1.order }.prefix(max)
        let ignored = roots.values.flatMap(\.ignored).sorted().prefix(Swift.max(0, max - oldest.count)).map { path in
            FileStanding(
                path: path, state: .ignored, reason: "Its name, or that of its folder, is among watch.ignore.",
                since: nil, holdsBack: false)
        }
        let count = pending + roots.values.reduce(0) { $0 + $1.ignoredCount }
        return (oldest.compactMap { file in files[file.path].map { standing(file.path, $0) } } + ignored, count)
    }

    private func standing(_ path: BytePath, _ file: WatchedFile) -> FileStanding {
        let waits = file.isNamedRun && file.since + absenceWait > now && !(file.trouble?.recorded ?? false)
        let state: FileStanding.State = file.trouble.map { $0.refused ? .refused : .incomplete } ?? .waiting
        return FileStanding(
            path: path, state: state, reason: file.trouble?.reason ?? Self.reason(file), since: file.since,
            holdsBack: waits)
    }

    private static func reason(_ file: WatchedFile) -> String {
        switch file.phase {
        case .waiting: file.slowReason ?? "Its size or times still change, or have not rested for long enough."
        case .queued:
            file.slowReason.map { $0 + " It waits until the others have been read." } ?? "It waits for a free reader."
        case .reading: [file.slowReason, "It is being read."].compactMap(\.self).joined(separator: " ")
        case .examining: [file.slowReason, "It is being analysed."].compactMap(\.self).joined(separator: " ")
        case .held: "It has been read and waits until what lies beside it has been read too."
        }
    }
}
