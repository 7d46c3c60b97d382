// A monitor on a desk: the test plays its folder, its readers and its clock, second by second.
import Assay
import Files
@testable import Monitoring
import TestSupport

struct Desk {
    static let root = BytePath("/export")
    var settings = WatchSettings()
    var monitor: Monitor
    var now = Duration.zero
    /// What lies in the folder; the number is the start of the run, negative for what is no run.
    var files: [String: (run: Int, size: Int64, modified: Int64)] = [:]
    /// The folder's scans hang, or have this fault.
    var hangs = false
    var fault: String?
    /// Files that are examined for so many seconds of processor time.
    var slow: [String: Double] = [:]
    /// How much slower this machine is than a good one.
    var slowness = 1.0
    /// In the order of the effects.
    private(set) var committed: [Int] = []
    private(set) var recorded: [String: String] = [:]
    private(set) var done: [String] = []
    private(set) var logged: [String] = []
    /// Unreadable files that were taken away.
    private(set) var gone: [String] = []
    private var scansAsked = 0
    private(set) var budgets: [String: [Double]] = [:]
    private var reads: [(path: BytePath, ends: Duration, outcome: ReadOutcome, used: Double)] = []
    private var generator: SeededNumbers

    init(seed: UInt64 = 1, _ change: (inout WatchSettings) -> Void = { _ in }) {
        settings.directories = [.init(path: "/export")]
        settings.settleSeconds = 2
        change(&settings)
        monitor = Monitor(settings: settings, known: KnownFiles())
        generator = SeededNumbers(seed: seed)
        tell(.tick)
    }

    mutating func drop(_ name: String, run: Int, size: Int64 = 200_000) {
        files[name] = (run, size, Int64(now / .nanoseconds(1)))
    }

    /// Lets time pass, in steps of a tenth of a second.
    mutating func pass(_ seconds: Double, each: (inout Desk) -> Void = { _ in }) {
        let end = now + .seconds(seconds)
        while now < end {
            now += .milliseconds(100)
            each(&self)
            step()
        }
    }

    private mutating func step() {
        while scansAsked > 0, !hangs {
            scansAsked -= 1
            scan()
        }
        let ended = reads.filter { $0.ends <= now }
        reads.removeAll { $0.ends <= now }
        for read in ended { tell(.readFinished(path: read.path, outcome: read.outcome, processorSeconds: read.used)) }
        tell(.tick)
    }

    private mutating func scan() {
        var sieve = monitor.sieve(for: Self.root)
        let all = files.sorted { $0.key < $1.key }.map {
            Scan.Entry(path: Self.root.appending(Array($0.key.utf8)), stamp: stamp($0.value))
        }
        var scan = Scan(
            root: Self.root, network: false, entries: all.filter { sieve.keeps($0.path, $0.stamp) },
            faults: fault.map { [$0] } ?? [], took: .zero)
        (scan.likelyLeft, scan.unlikelyLeft) = (sieve.likelyLeft, sieve.unlikelyLeft)
        tell(.scanned(scan))
    }

    private func stamp(_ file: (run: Int, size: Int64, modified: Int64)) -> FileStamp {
        FileStamp(size: file.size, modified: file.modified, changed: file.modified, inode: 1)
    }

    private mutating func tell(_ event: Event) {
        for effect in monitor.handle(event, at: now) {
            switch effect {
            case .scan: scansAsked += 1
            case .read(_, let path, let expecting, let budget): read(path, expecting, budget)
            case .commit(let runs, let source, _):
                committed += runs.compactMap { Int($0.identity.id.text) }
                done.append(source.path)
            case .recordUnreadable(let path, _, _, let reason):
                recorded[path.name.text] = reason
                done.append(path.name.text)
            case .recordGone(let path): gone.append(path.name.text)
            case .log(let line): logged.append(line.text)
            case .wake, .recordKnown, .mediumFound, .mediumRead, .mediumGone, .recordPresence: break
            }
        }
    }

    private static let plate = (0..<96).compactMap { WellPosition(row: $0 / 12, column: $0 % 12) }.map {
        WellAnalysis(
            position: $0, sample: "", type: .unknown, target: nil, dye: nil, excluded: false,
            result: CqResult(call: .negative), instrumentCq: nil,
            instrumentCall: nil)
    }

    private mutating func read(_ path: BytePath, _ expecting: FileStamp, _ budget: Double) {
        let name = path.name.text
        guard let file = files[name] else { return reads.append((path, now, .vanished, 0)) }
        guard stamp(file) == expecting else { return reads.append((path, now, .changed(stamp(file)), 0)) }
        tell(.bytesArrived(path: path))
        let needs = slow[name] ?? slowness * Double.random(in: 0.01...0.3, using: &generator)
        budgets[name, default: []].append(budget)
        let ends = now + .seconds(min(needs, budget))
        if needs > budget { return reads.append((path, ends, .slow(sha256: name), budget)) }
        if file.size == 0 { return reads.append((path, ends, .incomplete("empty", sha256: name), needs)) }
        if file.run < 0 { return reads.append((path, ends, .unreadable("no run", sha256: name), needs)) }
        let digits = String(file.run)
        let started = String(repeating: "0", count: max(0, 6 - digits.count)) + digits
        let analysis = RunAnalysis(
            format: .lc96, identity: RunIdentity(id: RunID(digits), serial: nil, started: started), instrument: nil,
            software: nil, saved: nil, cycles: 45, targets: [],
            wells: Self.plate, samples: [], quality: [])
        reads.append(
            (
                path, ends, .runs([analysis], SourceFile(path: name, sha256: name, size: Int(file.size)), expecting),
                needs
            ))
    }
}
