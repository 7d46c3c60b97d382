import Assay
import Files
@testable import Monitoring
import Testing
import TestSupport

@Suite("The rules on absent results")
struct AbsenceTests {
    private func grow(_ name: String, _ desk: inout Desk) {
        desk.drop(name, run: -1, size: (desk.files[name]?.size ?? 0) + 20)
    }

    @Test("wait for a plate that settles or is read, and may be judged once it is taken")
    func plate() {
        var desk = Desk()
        desk.pass(1)
        #expect(desk.monitor.absence == .clear)
        desk.drop("plate.lc96p", run: 1)
        desk.pass(11)
        #expect(desk.monitor.absence == .waiting || desk.committed == [1])
        desk.pass(10)
        #expect(desk.committed == [1])
        #expect(desk.monitor.absence == .clear)
    }

    @Test("do not wait for a file that no pattern of a run matches, though it never rests")
    func log() {
        var desk = Desk()
        desk.pass(60) { desk in grow("instrument.log", &desk) }
        #expect(desk.monitor.absence == .clear)
        #expect(desk.monitor.pending == 1)
    }

    @Test(
        "wait for a file that never rests for so long as the limit says and no longer, name it then, and go on waiting for others"
    )
    func grower() throws {
        var desk = Desk { $0.absenceWaitSeconds = 120 }
        desk.pass(100) { desk in grow("results.txt", &desk) }
        #expect(desk.monitor.absence == .waiting)
        #expect(desk.monitor.standings(max: 10).files.first?.holdsBack == true)
        desk.pass(60) { desk in grow("results.txt", &desk) }
        let path = Desk.root.appending(Array("results.txt".utf8))
        #expect(desk.monitor.absence == .blind([path]))
        let standing = try #require(desk.monitor.standings(max: 10).files.first)
        #expect(standing.path == path && standing.state == .waiting && !standing.holdsBack)
        desk.drop("plate.lc96p", run: 1)
        desk.pass(11.5) { desk in grow("results.txt", &desk) }
        #expect(desk.monitor.absence == .waiting || desk.committed == [1])
    }

    @Test("wait no longer than the limit where new files come without end")
    func endless() {
        var desk = Desk {
            $0.absenceWaitSeconds = 60
            $0.pollSeconds = 1
        }
        var number = 0
        var waited = 0.0, longest = 0.0
        desk.pass(90) { desk in
            number += 1
            if number % 5 == 0 { desk.drop("plate \(number).lc96p", run: number) }
            waited = desk.monitor.absence.mayJudge ? 0 : waited + 0.1
            longest = max(longest, waited)
        }
        #expect(longest > 30 && longest <= 61)
    }

    @Test(
        "wait for a folder that does not answer, and for one that cannot be looked at whole, as long as for a file",
        arguments: [true, false])
    func folder(hangs: Bool) {
        var desk = Desk { $0.absenceWaitSeconds = 120 }
        desk.pass(5)
        if hangs { desk.hangs = true } else { desk.fault = "cannot list /export" }
        desk.pass(100)
        #expect(desk.monitor.absence == .waiting)
        desk.pass(60)
        #expect(desk.monitor.absence == .blind([Desk.root]))
        (desk.hangs, desk.fault) = (false, nil)
        desk.pass(20)
        #expect(desk.monitor.absence == .clear)
    }

    @Test(
        "are never held for longer than the limit at a time, whatever grows, comes and goes, over seeds",
        arguments: 0..<8 as Range<UInt64>)
    func seeds(seed: UInt64) {
        var generator = SeededNumbers(seed: seed)
        var desk = Desk(seed: seed) { $0.absenceWaitSeconds = 60 }
        var waited = 0.0, longest = 0.0
        desk.pass(250) { desk in
            let number = Int.random(in: 0..<8, using: &generator)
            switch Int.random(in: 0..<30, using: &generator) {
            case 0: desk.drop("plate \(number).lc96p", run: Int.random(in: 1...99, using: &generator))
            case 1, 2, 3: grow("table \(number).txt", &desk)
            case 4: desk.files["table \(number).txt"] = nil
            case 5: desk.hangs = Int.random(in: 0..<4, using: &generator) == 0
            case 6: desk.fault = Int.random(in: 0..<4, using: &generator) == 0 ? "trouble" : nil
            case 7: desk.drop("empty \(number).csv", run: -1, size: 0)
            default: break
            }
            waited = desk.monitor.absence.mayJudge ? 0 : waited + 0.1
            longest = max(longest, waited)
        }
        #expect(longest <= 61)
    }

    @Test("every file that is on its way or passed over is told of, with a reason")
    func told() {
        var desk = Desk()
        desk.drop("empty.txt", run: -1, size: 0)
        desk.drop("new.lc96p", run: 3)
        desk.pass(8) { desk in grow("log.txt", &desk) }
        let told = desk.monitor.standings(max: 10)
        #expect(told.files.map(\.path.name.text).contains("empty.txt"))
        #expect(told.files.first { $0.path.name.text == "empty.txt" }?.state == .incomplete)
        #expect(told.files.allSatisfy { !$0.reason.isEmpty })
        #expect(told.count == told.files.count)
    }
}
