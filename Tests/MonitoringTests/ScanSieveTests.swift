import Files
@testable import Monitoring
import Testing

@Suite("What a scan brings back")
struct ScanSieveTests {
    private func path(_ name: String) -> BytePath { Desk.root.appending(Array(name.utf8)) }
    private func stamp(_ size: Int64 = 100) -> FileStamp { FileStamp(size: size, modified: 1, changed: 1, inode: 1) }

    @Test("is nothing that is done, and everything that has changed")
    func known() {
        var known = KnownFiles()
        for number in 0..<1000 { known.insert(path("\(number)"), stamp()) }
        #expect((0..<1000).allSatisfy { known.holds(path("\($0)"), stamp()) })
        #expect(!known.holds(path("0"), stamp(101)))
        #expect(!known.holds(path("1000"), stamp()))
        var sieve = Monitor(settings: WatchSettings(), known: known).sieve(for: Desk.root)
        let kept = [stamp(), stamp(101)].map { sieve.keeps(path("0"), $0) }
        #expect(kept == [false, true])
    }

    @Test(
        "is no more than can be worked on; a plate finds room beside any number of empty files, and the rest comes later"
    )
    func bounded() {
        var desk = Desk()
        for number in 0..<3000 { desk.drop("e\(number).lc96p", run: -1, size: 0) }
        desk.drop("z.lc96p", run: 1)
        desk.pass(16)
        #expect(desk.committed == [1])
        #expect(desk.monitor.files.count <= ScanSieve.unlikelyMax)
        #expect(desk.monitor.pending == 3000)
    }

    @Test("is no work once it was read, though it is waited for; what is read or is next to be read is work")
    func resting() {
        var desk = Desk()
        for number in 0..<5 { desk.drop("e\(number).lc96p", run: -1, size: 0) }
        var (worked, rests) = (false, false)
        desk.pass(60) { desk in
            rests = desk.monitor.isResting
            worked = worked || !rests
        }
        let pending = desk.monitor.pending
        #expect(worked && rests && pending == 5)
    }
}
