import Assay
import Files
@testable import Monitoring
import Testing
import USB

@Suite("Sticks under watch")
struct MediaTests {
    private let mount = BytePath("/media/sdb1")

    private func medium(_ address: String = "1/5", label: String = "QPCR") -> Medium {
        let device = USBDevice(
            vendor: 0x0781, product: 0x5567, serial: "S", port: "1-2",
            interfaces: [USBInterface(number: 0, classCode: 8)])
        let system = FileSystem(node: "/dev/sdb1", number: "8:17", type: "vfat", label: label, uuid: "1234-ABCD")
        return Medium(mount: mount, number: "8:17", address: address, stick: Stick(system, on: device))
    }

    private func stamp(_ number: Int) -> FileStamp {
        FileStamp(size: Int64(number), modified: 1, changed: 1, inode: UInt64(number))
    }
    private func path(_ name: String) -> BytePath { mount.appending(Array(name.utf8)) }
    private func scan(_ names: [String], faults: [String] = []) -> Event {
        .scanned(
            Scan(
                root: mount, network: false,
                entries: names.enumerated().map { .init(path: path($1), stamp: stamp($0 + 1)) }, faults: faults,
                took: .zero))
    }

    private var monitor: Monitor {
        var settings = WatchSettings()
        settings.settleSeconds = 1
        return Monitor(settings: settings, known: KnownFiles())
    }

    private func words(_ effects: [Effect]) -> [String] {
        effects.compactMap { effect in
            switch effect {
            case .scan: "scan"
            case .read(_, let path, _, _): "read \(path.name.text)"
            case .commit: "commit"
            case .recordUnreadable(let path, _, _, let reason): "unreadable \(path.name.text) \(reason)"
            case .mediumFound: "found"
            case .mediumRead(_, let end): "safe\(end.faults.isEmpty ? "" : " with faults")"
            case .mediumGone(_, let end):
                "gone whole=\(end.isWhole) looked=\(end.looked) unread=\(end.unread.map(\.name.text))"
            case .recordPresence(let name, let change): "\(name) \(change.rawValue)"
            case .recordKnown: "known"
            case .recordGone(let path): "gone \(path.name.text)"
            case .log, .wake: nil
            }
        }
    }

    private func runs(_ name: String) -> Event {
        let analysis = RunAnalysis(
            format: .lc96, identity: RunIdentity(id: RunID(name), serial: nil, started: nil), instrument: nil,
            software: nil,
            saved: nil, cycles: 0, targets: [], wells: [],
            samples: [], quality: [])
        return .readFinished(
            path: path(name), outcome: .runs([analysis], SourceFile(path: name, sha256: name, size: 1), stamp(1)))
    }

    @Test(
        "a stick is scanned once, its files rest and are read, and then it is safe to pull, once; after that nothing wakes"
    )
    func whole() {
        var monitor = monitor
        #expect(words(monitor.handle(.media([medium()]), at: .zero)) == ["found", "scan"])
        #expect(words(monitor.handle(scan(["a"]), at: .seconds(1))) == [])
        #expect(words(monitor.handle(.tick, at: .milliseconds(2001))) == ["read a"])
        #expect(words(monitor.handle(runs("a"), at: .seconds(3))) == ["commit", "safe"])
        #expect(monitor.handle(.tick, at: .seconds(1000)).isEmpty)
        #expect(words(monitor.handle(.media([]), at: .seconds(1001))) == ["gone whole=true looked=true unread=[]"])
        #expect(words(monitor.handle(.media([medium("1/6")]), at: .seconds(1002))) == ["found", "scan"])
    }

    @Test("an empty stick is safe to pull as soon as it was looked through")
    func empty() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        #expect(words(monitor.handle(scan([]), at: .seconds(1))) == ["safe"])
        #expect(monitor.surveyed && monitor.absence == .clear)
    }

    @Test("a stick that is pulled keeps what was complete and says what was not; what is under way is awaited")
    func pulled() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        _ = monitor.handle(scan(["a", "b", "c"]), at: .seconds(1))
        #expect(words(monitor.handle(.tick, at: .milliseconds(2001))) == ["read a", "read b"])
        #expect(words(monitor.handle(.media([]), at: .seconds(3))) == [])
        #expect(words(monitor.handle(runs("a"), at: .seconds(3))) == ["commit"])
        let end = words(
            monitor.handle(.readFinished(path: path("b"), outcome: .failed("Input/output error.")), at: .seconds(4)))
        #expect(end == ["gone whole=false looked=true unread=[\"b\", \"c\"]"])
        #expect(monitor.pending == 0)
    }

    @Test("a stick that is pulled during its first scan was not looked through, whatever that scan still saw")
    func pulledWhileScanned() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        #expect(words(monitor.handle(scan([], faults: ["Input/output error"]), at: .seconds(1))) == [])
        #expect(words(monitor.handle(.media([]), at: .seconds(1))) == ["gone whole=false looked=false unread=[]"])
    }

    @Test(
        "a stick that comes back while a read of the old one hangs is scanned after that, and the old scan is not taken for it"
    )
    func replugged() {
        var monitor = monitor
        #expect(words(monitor.handle(.media([medium()]), at: .zero)) == ["found", "scan"])
        #expect(words(monitor.handle(.media([medium("1/6")]), at: .seconds(1))) == [])
        #expect(
            words(monitor.handle(scan(["old"]), at: .seconds(2))) == [
                "gone whole=false looked=false unread=[]", "found", "scan",
            ])
        #expect(words(monitor.handle(scan([]), at: .seconds(3))) == ["safe"])
    }

    @Test("an incomplete file on a stick is recorded at once: nothing more arrives there")
    func incomplete() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        _ = monitor.handle(scan(["a"]), at: .seconds(1))
        _ = monitor.handle(.tick, at: .milliseconds(2001))
        let effects = monitor.handle(
            .readFinished(path: path("a"), outcome: .incomplete("cut off", sha256: "x")), at: .seconds(3))
        #expect(words(effects) == ["unreadable a cut off", "safe"])
    }

    @Test("a file that the stick refuses is tried for some seconds, then recorded, and keeps nobody from pulling")
    func refused() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        _ = monitor.handle(scan(["a"]), at: .seconds(1))
        var said: [String] = []
        for second in 2..<40 where !said.contains("safe") {
            let effects = monitor.handle(.tick, at: .seconds(second))
            said += words(effects)
            if words(effects).contains("read a") {
                said += words(
                    monitor.handle(
                        .readFinished(path: path("a"), outcome: .failed("Input/output error.")), at: .seconds(second)))
            }
        }
        #expect(said.contains("unreadable a Input/output error."))
        #expect(said.last == "safe")
    }

    @Test(
        "a file that needs more and more processor time is given it without pauses, then recorded, and keeps nobody from pulling"
    )
    func slow() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        _ = monitor.handle(scan(["a"]), at: .seconds(1))
        var said = words(monitor.handle(.tick, at: .milliseconds(2001)))
        for _ in 0..<ProcessorBudget.fullLooksMax {
            #expect(said == ["read a"])
            said = words(monitor.handle(.readFinished(path: path("a"), outcome: .slow(sha256: "x")), at: .seconds(3)))
        }
        #expect(said == ["read a"])
        said = words(monitor.handle(.readFinished(path: path("a"), outcome: .slow(sha256: "x")), at: .seconds(4)))
        #expect(said.first?.contains("this machine is too slow for it") == true)
        #expect(said.last == "safe")
    }

    @Test("faults of a scan are tried again a few times before the stick may be pulled")
    func faults() {
        var monitor = monitor
        _ = monitor.handle(.media([medium()]), at: .zero)
        #expect(words(monitor.handle(scan([], faults: ["trouble"]), at: .seconds(1))) == [])
        #expect(words(monitor.handle(.tick, at: .seconds(2))) == ["scan"])
        _ = monitor.handle(scan([], faults: ["trouble"]), at: .seconds(2))
        #expect(words(monitor.handle(.tick, at: .seconds(3))) == ["scan"])
        #expect(words(monitor.handle(scan([], faults: ["trouble"]), at: .seconds(3))) == ["safe with faults"])
    }

    @Test("sticks beyond the limit wait, and a reload of the settings leaves those that are read alone")
    func many() {
        var monitor = monitor
        let all = (0...Monitor.mediaMax).map { number in
            let one = medium()
            return Medium(
                mount: BytePath("/media/sd\(number)"), number: "8:\(number)", address: "1/\(number)", stick: one.stick)
        }
        #expect(words(monitor.handle(.media(all), at: .zero)).count(where: { $0 == "found" }) == Monitor.mediaMax)
        _ = monitor.handle(.reload(WatchSettings()), at: .seconds(1))
        #expect(monitor.medium(at: all[0].mount) == all[0])
    }

    @Test("a named device that is lost is told of once it has been gone for too long, and again when it is back")
    func presence() {
        var monitor = monitor
        #expect(words(monitor.handle(.device("reader", .there), at: .zero)) == ["reader arrived"])
        #expect(words(monitor.handle(.device("reader", .there), at: .seconds(1))) == [])
        let lost = monitor.handle(.device("reader", .absent(lossSeconds: 60)), at: .seconds(10))
        #expect(words(lost) == ["reader lost"])
        #expect(words(monitor.handle(.device("reader", .absent(lossSeconds: 60)), at: .seconds(20))) == [])
        #expect(words(monitor.handle(.tick, at: .seconds(69))) == [])
        #expect(words(monitor.handle(.tick, at: .seconds(70))) == ["reader missing"])
        #expect(words(monitor.handle(.tick, at: .seconds(700))) == [])
        #expect(words(monitor.handle(.device("reader", .there), at: .seconds(800))) == ["reader arrived"])
        _ = monitor.handle(.device("reader", .absent(lossSeconds: 60)), at: .seconds(900))
        _ = monitor.handle(.device("reader", .unnamed), at: .seconds(901))
        #expect(words(monitor.handle(.tick, at: .seconds(2000))) == [])
    }
}
