import Assay
import Files
@testable import Monitoring
import Testing

/// A monitor of several folders whose reads end when the test says so.
private struct Folders {
    static let roots = ["/a", "/b", "/c"].map { BytePath($0) }
    var monitor: Monitor
    var now = Duration.zero
    /// Files under way.
    var reading: [BytePath] = []
    var begun: [BytePath] = []
    /// Copies that were recorded, in that order.
    var known: [String] = []
    private var laid: [BytePath: [Scan.Entry]] = [:]

    init() {
        var settings = WatchSettings()
        settings.directories = Self.roots.map { .init(path: $0.text) }
        settings.settleSeconds = 0.1
        monitor = Monitor(settings: settings, known: KnownFiles())
        tell(.tick)
    }

    mutating func tell(_ event: Event) {
        for effect in monitor.handle(event, at: now) {
            switch effect {
            case .read(_, let path, _, _):
                reading.append(path)
                begun.append(path)
            case .recordKnown(let source, _, _): known.append(source.path)
            default: break
            }
        }
    }

    /// Lays files of one size into a folder beside those that lie there, and lets them rest.
    mutating func drop(_ names: [String], size: Int64, into root: BytePath) {
        laid[root, default: []] += names.map {
            Scan.Entry(
                path: root.appending(Array($0.utf8)), stamp: FileStamp(size: size, modified: 1, changed: 1, inode: 1))
        }
        tell(.scanned(Scan(root: root, network: false, entries: laid[root] ?? [], faults: [], took: .zero)))
        for _ in 0..<20 {
            now += .milliseconds(100)
            tell(.tick)
        }
    }

    /// One of those under way turns out to be no run.
    mutating func end(_ path: BytePath) {
        reading.removeAll { $0 == path }
        tell(
            .readFinished(
                path: path, outcome: .unreadable("No run.", sha256: "\(path.text)"), processorSeconds: 0.1))
    }

    /// One of those under way turns out to be a copy.
    mutating func endKnown(_ path: BytePath) {
        reading.removeAll { $0 == path }
        let stamp = FileStamp(size: 1000, modified: 1, changed: 1, inode: 1)
        let source = SourceFile(path: path.text, sha256: "a", size: 1000)
        tell(.readFinished(path: path, outcome: .known(source, stamp, as: 1), processorSeconds: 0))
    }

    func large() -> [BytePath] { reading.filter { $0.text.contains("big") } }
}

@Suite("Large files")
struct LargeFileTests {
    private let big = Monitor.largeBytes + 1

    @Test("are read one at a time in all folders, and each is read")
    func oneAtATime() {
        var folders = Folders()
        for root in Folders.roots { folders.drop((1...3).map { "big \($0).lc96p" }, size: big, into: root) }
        for _ in 0..<9 {
            #expect(folders.large().count == 1)
            #expect(folders.reading.count == 1)
            if let one = folders.reading.first { folders.end(one) }
        }
        #expect(folders.reading.isEmpty)
        #expect(Set(folders.begun).count == 9)
    }

    @Test("hold back no plate, whichever folder it is laid into", arguments: 0..<3)
    func plates(_ place: Int) {
        var folders = Folders()
        for root in Folders.roots { folders.drop(["big 1.rdml", "big 2.rdml"], size: big, into: root) }
        folders.drop(["plate.lc96p"], size: 200_000, into: Folders.roots[place])
        #expect(folders.reading.contains { $0.text.contains("plate") })
    }

    @Test("and other files that do not look like runs have turns")
    func turns() {
        var folders = Folders()
        let root = Folders.roots[0]
        folders.drop(["big 1.dat", "big 2.dat", "big 3.dat"], size: big, into: root)
        folders.drop(["x 1.dat", "x 2.dat", "x 3.dat"], size: 1000, into: root)
        for _ in 0..<6 { if let one = folders.reading.first { folders.end(one) } }
        #expect(folders.begun.map { $0.text.contains("big") } == [true, false, true, false, true, false])
    }
}

@Suite("Copies of a journaled run")
struct CopiesTests {
    @Test("are recorded once no other file waits to be read, each once")
    func after() {
        var folders = Folders()
        let names = (100...199).map { "copy \($0).lc96p" }
        folders.drop(names, size: 1000, into: Folders.roots[0])
        folders.drop(["plate.lc96p"], size: 200_000, into: Folders.roots[0])
        var isPlateRead = false
        while let next = folders.reading.first {
            isPlateRead = isPlateRead || next.text.contains("plate")
            if folders.begun.count < 101 || folders.reading.count > 1 { #expect(folders.known.isEmpty) }
            folders.endKnown(next)
        }
        #expect(isPlateRead)
        for _ in 0..<100 {
            folders.now += .milliseconds(10)
            folders.tell(.tick)
        }
        #expect(folders.known.count == 101)
        #expect(Set(folders.known).count == 101)
        #expect(folders.monitor.pending == 0)
    }
}
