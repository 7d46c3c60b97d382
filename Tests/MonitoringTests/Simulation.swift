// Runs the monitor against the fake disk, and checks on the way what must hold at every moment.
import Assay
import Files
@testable import Monitoring
import TestSupport

struct Simulation {
    /// What the shell still owes an answer for.
    private struct Pending {
        let at: Duration
        let order: Int
        let event: Happening
    }
    private enum Happening {
        case step(FakeDisk.Step)
        case scanEnds(BytePath)
        case readEnds(root: BytePath, BytePath, expecting: FileStamp, begun: FakeFile?)
        case hint(BytePath)
        case wake(Int)
        case restart
    }

    let settings: WatchSettings
    var monitor: Monitor
    var disk = FakeDisk()
    var now = Duration.zero
    /// Content of each journaled run, and how often a stamp of a path was committed or recorded.
    var journaled: [Int: Int] = [:]
    var commits: [String: Int] = [:]
    var recorded: [BytePath: Int] = [:]
    var violations: [String] = []
    var handled = 0
    private var generator: SeededNumbers
    private var pending: [Pending] = []
    private var order = 0
    private var wake = 0
    private var reading: Set<BytePath> = []
    private var knownStamps: [BytePath: FileStamp] = [:]
    /// Answers of a daemon that was killed go nowhere.
    private var life = 0

    static let eventsMax = 60_000

    init(seed: UInt64, scenario: Scenario) {
        var settings = WatchSettings()
        settings.directories = [.init(path: "/local"), .init(path: "/share", network: true)]
        settings.incompleteAfterSeconds = 60
        self.settings = settings
        monitor = Monitor(settings: settings, known: KnownFiles())
        generator = SeededNumbers(seed: seed ^ 0xD15C)
        for (at, step) in scenario.steps { schedule(at, .step(step)) }
        for _ in 0..<Int.random(in: 0...2, using: &generator) {
            schedule(.milliseconds(Int.random(in: 1000...300_000, using: &generator)), .restart)
        }
    }

    mutating func run(until end: Duration) {
        tell(.tick)
        while let next = pending.first, next.at <= end {
            pending.removeFirst()
            now = next.at
            happen(next.event)
            if handled > Self.eventsMax {
                violations.append("the monitor spins: \(handled) events by \(now)")
                return
            }
        }
    }

    private mutating func schedule(_ at: Duration, _ event: Happening) {
        order += 1
        let entry = Pending(at: at, order: order, event: event)
        let index = pending.firstIndex { ($0.at, $0.order) > (entry.at, entry.order) } ?? pending.endIndex
        pending.insert(entry, at: index)
    }

    private mutating func random(_ milliseconds: ClosedRange<Int>) -> Duration {
        .milliseconds(Int.random(in: milliseconds, using: &generator))
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .step(let step):
            disk.perform(step, at: now)
            if let path = FakeDisk.path(of: step), path.bytes.starts(with: Array("/local".utf8)),
                Int.random(in: 0..<10, using: &generator) < 7
            {
                schedule(now + random(0...20), .hint(BytePath("/local")))
            }
        case .hint(let root): tell(.hint(root: root))
        case .wake(let number): if number == wake { tell(.tick) }
        case .scanEnds(let root):
            let entries = disk.files.filter { $0.key.bytes.starts(with: root.bytes) }.map {
                Scan.Entry(path: $0.key, stamp: $0.value.stamp)
            }
            // A scan may fail to see part of the directory.
            let fails = Int.random(in: 0..<15, using: &generator) == 0
            let seen = entries.filter { _ in !fails || Bool.random(using: &generator) }
            tell(
                .scanned(
                    Scan(
                        root: root, network: false, entries: seen, faults: fails ? ["trouble"] : [],
                        took: .milliseconds(3))))
        case .readEnds(_, let path, let expecting, let begun):
            reading.remove(path)
            tell(.readFinished(path: path, outcome: outcome(path, expecting, begun)))
        case .restart:
            pending.removeAll {
                switch $0.event {
                case .scanEnds, .readEnds, .hint, .wake: true
                case .step, .restart: false
                }
            }
            reading = []
            monitor = Monitor(settings: settings, known: KnownFiles(knownStamps))
            tell(.tick)
        }
    }

    private func outcome(_ path: BytePath, _ expecting: FileStamp, _ begun: FakeFile?) -> ReadOutcome {
        guard let begun else { return .vanished }
        if begun.stamp != expecting { return .changed(begun.stamp) }
        if begun.refusedUntil > now { return .failed("Input/output error.") }
        // An open file can be read to its end when its name is gone; one that is written to shows it.
        if let after = disk.files[path], after.inode == begun.inode, after.stamp != begun.stamp {
            return .changed(after.stamp)
        }
        if begun.content < 0 { return .unreadable("no run", sha256: "none") }
        guard begun.complete else { return .incomplete("the end is missing", sha256: "part") }
        let analysis = RunAnalysis(
            format: .lc96, identity: RunIdentity(id: "\(begun.content)", serial: nil, started: nil), instrument: nil,
            software: nil, saved: nil,
            cycles: 0, targets: [], wells: [], samples: [], quality: [])
        return .runs([analysis], SourceFile(path: path.text, sha256: "\(begun.content)", size: begun.size), begun.stamp)
    }

    private mutating func tell(_ event: Event) {
        handled += 1
        for effect in monitor.handle(event, at: now) { perform(effect) }
        if monitor.schedule.count > 4 * (monitor.files.count + 8) + 200 {
            violations.append("the schedule grows: \(monitor.schedule.count)")
        }
    }

    private mutating func perform(_ effect: Effect) {
        switch effect {
        case .scan(let root): schedule(now + random(1...40), .scanEnds(root))
        case .read(let root, let path, let expecting, _): read(root, path, expecting)
        case .commit(let analyses, let source, let stamp):
            for analysis in analyses { journaled[Int(analysis.identity.id.text) ?? -1, default: 0] += 1 }
            let path = BytePath(text: source.path)
            commits["\(path.text) \(stamp)", default: 0] += 1
            knownStamps[path] = stamp
        case .recordUnreadable(let path, let stamp, _, _):
            recorded[path, default: 0] += 1
            if let stamp {
                commits["\(path.text) \(stamp)", default: 0] += 1
                knownStamps[path] = stamp
            }
        case .wake(let at):
            if at <= now { violations.append("a wake in the past at \(now)") }
            wake += 1
            schedule(max(at, now), .wake(wake))
        case .recordGone(let path): knownStamps[path] = nil
        case .log, .recordKnown, .mediumFound, .mediumRead, .mediumGone, .recordPresence: break
        }
    }

    private mutating func read(_ root: BytePath, _ path: BytePath, _ expecting: FileStamp) {
        if !reading.insert(path).inserted { violations.append("two reads of \(path.text) at once") }
        if reading.count > Monitor.readsMax { violations.append("\(reading.count) reads at once") }
        let file = disk.files[path]
        let settle = Duration.seconds(
            root == BytePath("/share") ? settings.settleNetworkSeconds : settings.settleSeconds)
        if let file, file.stamp == expecting, now - file.touched < settle {
            violations.append("\(path.text) read \(now - file.touched) after its last change")
        }
        let slow = Int.random(in: 0..<20, using: &generator) == 0
        schedule(
            now + (slow ? random(1000...45_000) : random(1...300)),
            .readEnds(root: root, path, expecting: expecting, begun: file))
    }
}
