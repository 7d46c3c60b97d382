// The heart of watching: a value that knows which files are settling, which are done and what is due. It has no clock:
// `now` is a reading of a steady clock from any fixed origin, so that a step of the wall clock can neither hang it nor
// hurry it.
public import Files

public struct Monitor: Sendable {
    /// Reads under way: in all, and of one directory. A directory that does not answer is not counted, so that it
    /// blocks only itself.
    static let readsMax = 4
    static let readsPerRootMax = 2
    /// Of these, files that do not look like runs: a run that comes meanwhile finds a free reader.
    static let readsLaterMax = 2
    static let readsLaterPerRootMax = 1
    /// A larger file is read only while no other such file is, in whatever directory: two at once would need too much
    /// memory, in the service and in the process that parses them. A plate of 96 wells has some hundred kilobytes.
    public static let largeBytes: Int64 = 8 << 20
    /// A scan or read that hangs longer is told of.
    public static let silentAfter = Duration.seconds(30)
    /// Hints bring the next scan no closer than this to the one before, and no closer than three times what that took.
    static let scanPauseMin = Duration.milliseconds(20)
    /// However the configuration reads, no directory is polled and no file looked at more often.
    static let pollMin = Duration.milliseconds(200)
    static let lookPauseMin = Duration.milliseconds(100)
    /// Longest wait between two looks at a file that is incomplete, and at one that the system refuses.
    static let incompleteLookMax = Duration.seconds(60)
    static let refusedLookMax = Duration.seconds(300)
    /// The look at an incomplete file that is told of. Not the first: a copy that pauses once is no news.
    static let incompleteLooksToTell = 2
    /// A file that is still written to is recorded after this many times `incompleteAfterSeconds` nevertheless.
    static let incompletePatience = 4
    /// Longest rest asked of a file that was recorded as unreadable again and again.
    static let restMax = Duration.seconds(3600)
    /// Paths remembered as done; beyond them the journal alone tells.
    static let knownMax = WatchSettings.directoriesLimit * WatchSettings.filesLimit
    static let unreadableMax = 10_000
    /// Unreadable files that are looked for at each scan.
    public static let refusedMax = 1_000
    /// Sticks read at a time; more wait for a place.
    static let mediaMax = 16
    /// A stick whose scan had faults is scanned again so often.
    static let mediumScansMax = 3
    static let mediumScanPause = Duration.seconds(1)
    /// A stick's file that the system refuses for longer is recorded: nothing on a stick is still arriving.
    static let mediumPatience = Duration.seconds(10)
    /// Unread files that are named when a stick is pulled.
    public static let unreadNamedMax = 20
    /// The next scan of a stick that has been scanned.
    static let never = Duration.seconds(Int64(1) << 40)

    var settings: WatchSettings
    var runPatterns: NamePatterns
    var roots: [BytePath: WatchedRoot] = [:]
    /// Files that are not done.
    var files: [BytePath: WatchedFile] = [:]
    /// Files of watched directories that are done: journaled, found known, or recorded as unreadable.
    var known: KnownFiles
    /// How many files have been seen.
    var filesSeen = 0
    /// Runs that were read and wait for earlier ones.
    var heldRuns: [HeldRun] = []
    /// Files that are no runs and wait until the runs have been read, the oldest first.
    var heldNoRuns: [HeldNoRun] = []
    /// Since when there has been something without interruption for which the rules on absent results wait.
    var heldBackSince: Duration?
    /// How often in a row a path was recorded as unreadable.
    var unreadable: [BytePath: Int] = [:]
    /// Files of watched directories that are recorded as unreadable: a scan must tell whether they are still there.
    var refused: Set<BytePath>
    var budget = ProcessorBudget()
    /// Devices that the configuration names.
    var presences: [String: Presence] = [:]
    var schedule = Schedule()
    private var armed: Duration?
    var now = Duration.zero

    /// `known` is what the journal says of files seen before, `refused` of those that it has recorded as unreadable.
    public init(settings: WatchSettings, known: KnownFiles, refused: some Sequence<BytePath> = []) {
        self.settings = settings
        self.known = known
        self.refused = Set(refused.prefix(Self.refusedMax))
        runPatterns = NamePatterns(settings.runs)
        adopt(settings, at: .zero)
    }

    public mutating func handle(_ event: Event, at steady: Duration) -> [Effect] {
        now = max(now, steady)
        var effects: [Effect] = []
        switch event {
        case .scanned(let scan): apply(scan, at: now, &effects)
        case .bytesArrived(let path): takeBytes(of: path, &effects)
        case .readFinished(let path, let outcome, let seconds): conclude(outcome, of: path, seconds, at: now, &effects)
        case .hint(let root): hint(root)
        case .tick: armed = nil
        case .reload(let settings): adopt(settings, at: now)
        case .media(let media): apply(media, at: now, &effects)
        case .device(let name, let standing): apply(standing, of: name, at: now, &effects)
        }
        startScans(at: now, &effects)
        commitInOrder(at: now, &effects)
        startReads(at: now, &effects)
        recordNoRuns(at: now, &effects)
        findSilence(at: now, &effects)
        finishMedia(at: now, &effects)
        findMissing(at: now, &effects)
        measureBacklog(at: now)
        keepRefused(effects)
        arm(&effects)
        return effects
    }

    /// Every directory has been scanned once, or is known not to answer. Sticks are not counted here: they come and go.
    public var surveyed: Bool { directories.allSatisfy { $0.scanEnded != nil || $0.silent } }
    /// Every directory that answers was scanned at or after this time.
    public func surveyed(since time: Duration) -> Bool {
        directories.allSatisfy { $0.silent || $0.scanEnded.map { $0 >= time } ?? false }
    }
    private var directories: some Sequence<WatchedRoot> { roots.values.lazy.filter { $0.medium == nil } }
    /// Directories that do not answer.
    public var silentRoots: [BytePath] { roots.filter { $0.value.silent }.keys.sorted() }
    /// Directories of which something could not be looked at.
    public var faultyRoots: [BytePath] { roots.filter { !$0.value.faults.isEmpty }.keys.sorted() }
    /// What keeps a directory from being watched whole, in a few words; nil where nothing does.
    public func problem(of path: BytePath) -> String? {
        guard let root = roots[path] else { return nil }
        return root.silent ? "does not answer" : root.faults.first
    }
    /// Files that are settling, waited for or being read, and those that the last scans left for later ones.
    public var pending: Int { files.count + roots.values.reduce(0) { $0 + $1.likelyLeft + $1.unlikelyLeft } }

    /// Nothing is being read, nor has rested and is to be read next; files may settle or be waited for.
    public var isResting: Bool {
        roots.values.allSatisfy { !$0.hasQueued && $0.reading.isEmpty }
    }

    var pollInterval: Duration { max(duration(settings.pollSeconds), Self.pollMin) }

    private mutating func hint(_ path: BytePath) {
        guard var root = roots[path] else { return }
        root.hinted = true
        roots[path] = root
    }

    /// Takes new settings as a whole. Files of directories that are no longer watched are forgotten, unless they are
    /// being read.
    private mutating func adopt(_ settings: WatchSettings, at now: Duration) {
        self.settings = settings
        runPatterns = NamePatterns(settings.runs)
        var adopted: [BytePath: WatchedRoot] = [:]
        for directory in settings.directories.prefix(WatchSettings.directoriesLimit) {
            let path = BytePath(directory.path)
            var root = roots[path] ?? WatchedRoot(directory: directory, nextScan: now)
            root.directory = directory
            root.nextScan = now
            adopted[path] = root
        }
        for (path, root) in roots where root.medium != nil { adopted[path] = root }
        roots = adopted
        files = files.filter { adopted[$0.value.root] != nil || $0.value.isReading }
    }

    mutating func startScans(at now: Duration, _ effects: inout [Effect]) {
        for path in roots.keys.sorted() {
            guard var root = roots[path], root.scanStarted == nil, !root.isLeaving else { continue }
            if root.hinted, let ended = root.scanEnded {
                root.nextScan = min(root.nextScan, ended + max(Self.scanPauseMin, root.scanTook * 3))
                roots[path] = root
            }
            guard root.nextScan <= now else { continue }
            root.hinted = false
            root.scanStarted = now
            roots[path] = root
            effects.append(.scan(root: path))
        }
    }

    private mutating func arm(_ effects: inout [Effect]) {
        let scans = roots.values.filter { $0.scanStarted == nil && !$0.isLeaving && $0.nextScan < Self.never }.map(
            \.nextScan)
        let losses = presences.values.compactMap(\.due)
        let silences = roots.values.filter { !$0.silent }.compactMap { oldest($0).map { $0 + Self.silentAfter } }
        // Where nothing else is due, a silent directory is no reason to fall asleep for good.
        let heartbeat = roots.values.contains(where: \.silent) ? [now + pollInterval] : []
        let own = [schedule.next, nextRelease(after: now), nextNoRun(after: now), nextAbsence(after: now)].compactMap(
            \.self)
        guard let next = (scans + losses + silences + heartbeat + own).min(), next != armed else { return }
        armed = next
        effects.append(.wake(at: next))
    }
}

/// Settings are numbers from a file: what cannot be a time becomes none.
func duration(_ seconds: Double) -> Duration {
    seconds.isFinite ? .seconds(min(max(seconds, 0), 1e9)) : .zero
}
