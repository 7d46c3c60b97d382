import Assay
@testable import Monitoring
import Testing
import TestSupport

@Suite("The order of a backlog")
struct BacklogOrderTests {
    @Test(
        "runs that lie in the folder together are journaled by their start, in whatever order they were copied and read",
        arguments: 0..<30 as Range<UInt64>)
    func byStart(seed: UInt64) {
        var desk = Desk(seed: seed)
        var generator = SeededNumbers(seed: seed)
        for run in (1...26).shuffled(using: &generator) {
            desk.now += .milliseconds(1)
            desk.drop("plate \(Int.random(in: 0...99999, using: &generator))-\(run).lc96p", run: run)
        }
        desk.pass(30)
        #expect(desk.committed == Array(1...26))
    }

    @Test("a run that comes alone waits for nobody")
    func alone() {
        var desk = Desk()
        desk.pass(1)
        desk.drop("plate.lc96p", run: 1)
        desk.pass(13)
        #expect(desk.committed == [1])
    }

    @Test("a run waits for a file that never rests for a minute at most, and for none that it came before")
    func restless() {
        var desk = Desk()
        func grow(_ desk: inout Desk) { desk.drop("a.txt", run: -1, size: (desk.files["a.txt"]?.size ?? 0) + 20) }
        grow(&desk)
        desk.drop("plate.lc96p", run: 5)
        desk.pass(50, each: grow)
        #expect(desk.committed.isEmpty)
        desk.pass(15, each: grow)
        #expect(desk.committed == [5])
        desk.drop("another.lc96p", run: 6)
        desk.pass(14, each: grow)
        #expect(desk.committed == [5, 6])
    }

    @Test("no more runs are held than the limit says")
    func bounded() {
        var desk = Desk()
        for run in 1...300 { desk.drop("plate \(run).lc96p", run: 1000 - run) }
        desk.pass(120) { desk in #expect(desk.monitor.heldRuns.count <= Monitor.heldRunsMax) }
        #expect(desk.committed.count == 300)
    }

    @Test("a plate is read and journaled before the junk that lies beside it, whatever it is called")
    func junk() {
        var desk = Desk()
        for number in 0..<500 { desk.drop("a\(number).dat", run: -1) }
        for number in 0..<200 { desk.drop("b\(number).lc96p", run: -1) }
        desk.drop("z.lc96p", run: 7)
        desk.pass(200)
        #expect(desk.committed == [7])
        #expect(desk.done.first == "z.lc96p")
        #expect(desk.recorded.count == 700)
    }

    @Test(
        "files that need long are put behind the plates, are ended at the limit, and blame themselves and not the folder"
    )
    func hostile() {
        var desk = Desk()
        for number in 0..<6 {
            desk.drop("a\(number).lc96p", run: 1)
            desk.slow["a\(number).lc96p"] = 100
        }
        for run in 2...11 { desk.drop("plate \(run).lc96p", run: run) }
        desk.pass(12)
        desk.pass(8)
        #expect(desk.committed == Array(2...11))
        desk.drop("late.lc96p", run: 12)
        desk.pass(14)
        #expect(desk.committed.last == 12)
        desk.pass(400)
        #expect(desk.recorded.count == 6)
        #expect(desk.recorded.values.allSatisfy { $0.contains("where a plate takes") })
        #expect(desk.logged.allSatisfy { !$0.contains("answer") })
        #expect(desk.monitor.pending == 0)
    }

    @Test("large files are read one after the other, beside the plates")
    func large() {
        var desk = Desk()
        for number in 0..<8 { desk.drop("big \(number).rdml", run: -1, size: 64 << 20) }
        for run in 1...4 { desk.drop("plate \(run).lc96p", run: run) }
        desk.pass(12)
        desk.pass(30)
        #expect(Array(desk.done.prefix(4)) == (1...4).map { "plate \($0).lc96p" })
        #expect(desk.recorded.count == 8)
    }
}
