import Assay
@testable import Monitoring
import Testing
import TestSupport

@Suite("A file that is ended for its time")
struct SlowFileTests {
    @Test(
        "on a machine a hundred times too slow every plate is taken, each later one at its first look",
        arguments: 0..<10 as Range<UInt64>)
    func slowMachine(seed: UInt64) {
        var desk = Desk(seed: seed)
        desk.slowness = 100
        for run in 1...5 { desk.drop("plate \(run).lc96p", run: run) }
        desk.pass(900)
        #expect(desk.committed.sorted() == Array(1...5))
        #expect(desk.recorded.isEmpty)
        desk.drop("next.lc96p", run: 6)
        desk.slow["next.lc96p"] = desk.monitor.plateSeconds
        desk.pass(100)
        #expect(desk.committed.last == 6)
        #expect(desk.budgets["next.lc96p"]?.count == 1)
    }

    @Test(
        "on a machine that is starved for some minutes is tried again with pauses and told of, and is a run in the end")
    func starved() throws {
        var desk = Desk()
        desk.slow["plate.lc96p"] = 1000
        desk.drop("plate.lc96p", run: 1)
        desk.pass(60)
        let standing = try #require(desk.monitor.standings(max: 10).files.first)
        #expect(standing.state == .waiting && standing.holdsBack)
        #expect(standing.reason.contains("is tried again with"))
        #expect(desk.logged.filter { $0.contains("plate.lc96p waits: It was not read to its end in 5.0 s") }.count == 1)
        #expect(desk.recorded.isEmpty)
        desk.slow["plate.lc96p"] = 0.2
        desk.pass(200)
        #expect(desk.committed == [1])
        #expect(desk.monitor.pending == 0)
    }

    @Test(
        "where no plate has been read to compare with it is told of as perhaps too much for the machine, and is a run whenever it can be read"
    )
    func unknown() throws {
        var desk = Desk()
        desk.slow["plate.lc96p"] = 100_000
        desk.drop("plate.lc96p", run: 1)
        desk.pass(900)
        #expect(try #require(desk.recorded["plate.lc96p"]).contains("this machine is too slow for it"))
        #expect(desk.monitor.standings(max: 10).files.first?.state == .refused)
        #expect(desk.monitor.absence == .clear)
        desk.slow["plate.lc96p"] = 100
        desk.pass(4000)
        #expect(desk.committed == [1])
    }

    @Test("is blamed once a plate has been read that shows what the machine can do, and is then left alone")
    func blamed() throws {
        var desk = Desk()
        desk.slow["hostile.lc96p"] = 100_000
        desk.drop("hostile.lc96p", run: 1)
        desk.pass(900)
        for run in 2...4 { desk.drop("plate \(run).lc96p", run: run) }
        desk.pass(4000)
        #expect(desk.committed == [2, 3, 4])
        #expect(try #require(desk.recorded["hostile.lc96p"]).contains("it is damaged, or no run"))
        let looks = try #require(desk.budgets["hostile.lc96p"]).count
        desk.pass(8000)
        #expect(desk.budgets["hostile.lc96p"]?.count == looks)
        #expect(desk.monitor.pending == 0)
    }

    @Test("never keeps a plate waiting, however many of them there are", arguments: [1, 40])
    func beside(hostile: Int) {
        var desk = Desk()
        for number in 0..<hostile {
            desk.slow["a\(number).lc96p"] = 100_000
            desk.drop("a\(number).lc96p", run: 1)
        }
        desk.pass(70)
        for run in 2...20 {
            desk.drop("plate \(run).lc96p", run: run)
            desk.pass(14)
            #expect(desk.committed.last == run)
        }
    }

    @Test("is looked at anew from the start once it has changed")
    func changed() {
        var desk = Desk()
        desk.slow["plate.lc96p"] = 1000
        desk.drop("plate.lc96p", run: 1)
        desk.pass(40)
        desk.slow["plate.lc96p"] = 0.1
        desk.drop("plate.lc96p", run: 1)
        desk.pass(40)
        #expect(desk.budgets["plate.lc96p"]?.last == ProcessorBudget.firstLookSeconds)
        #expect(desk.committed == [1])
    }
}
