// A file that could not be read and is taken away.
import Testing

@testable import Monitoring

@Suite struct GoneFileTests {
    private func refused() -> Desk {
        var desk = Desk()
        desk.drop("junk.lc96p", run: -1)
        desk.drop("other.lc96p", run: -1)
        desk.pass(60)
        return desk
    }

    @Test func `an unreadable file that is taken away is told of once, and of the others nothing`() {
        var desk = refused()
        #expect(desk.recorded.count == 2 && desk.gone.isEmpty)
        desk.files["junk.lc96p"] = nil
        desk.pass(60)
        #expect(desk.gone == ["junk.lc96p"])
        desk.pass(60)
        #expect(desk.gone == ["junk.lc96p"])
    }

    @Test func `where a folder cannot be looked at whole nothing is gone`() {
        var desk = refused()
        desk.files = [:]
        desk.fault = "half of it cannot be read"
        desk.pass(60)
        #expect(desk.gone.isEmpty)
        desk.fault = nil
        desk.pass(60)
        #expect(desk.gone == ["junk.lc96p", "other.lc96p"])
    }

    @Test func `a file that comes back is read anew, and a run in its place is not gone`() {
        var desk = refused()
        let kept = desk.files["junk.lc96p"]
        desk.files["junk.lc96p"] = nil
        desk.pass(60)
        desk.files["junk.lc96p"] = kept
        desk.pass(600)
        #expect(desk.done.filter { $0 == "junk.lc96p" }.count == 2)
        desk.drop("other.lc96p", run: 7)
        desk.pass(600)
        #expect(desk.committed == [7])
        desk.files["other.lc96p"] = nil
        desk.pass(60)
        #expect(desk.gone == ["junk.lc96p"])
    }
}
