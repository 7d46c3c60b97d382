import Foundation
@testable import Linux
import Testing

@Suite("Timers")
struct TimersTests {
    private enum Key: UInt64 { case timer = 1 }

    @Test("on the steady clock are ready at their time and not before, and at once where it is past")
    func steady() throws {
        let epoll = try Epoll<Key>()
        let timer = try SteadyTimer()
        try epoll.add(timer.descriptor, .timer)
        #expect(try epoll.wait(atMost: .zero) == [])
        let due = steadyNow() + .milliseconds(20)
        timer.set(at: due)
        #expect(try epoll.wait() == [.timer])
        #expect(steadyNow() >= due)
        timer.drain()
        #expect(try epoll.wait(atMost: .zero) == [])
        for past in [steadyNow() - .seconds(1), .zero, .seconds(-5)] {
            timer.set(at: past)
            #expect(try epoll.wait() == [.timer])
            timer.drain()
        }
    }

    @Test("hold the last time that they were given")
    func replaced() throws {
        let epoll = try Epoll<Key>()
        let timer = try SteadyTimer()
        try epoll.add(timer.descriptor, .timer)
        timer.set(at: steadyNow())
        timer.set(at: steadyNow() + .seconds(3600))
        #expect(try epoll.wait(atMost: .milliseconds(20)) == [])
    }

    @Test("on the wall clock take any date, and none")
    func wall() throws {
        let epoll = try Epoll<Key>()
        let timer = try WallTimer()
        try epoll.add(timer.descriptor, .timer)
        for date in [Date.distantPast, Date(timeIntervalSince1970: 0), Date()] {
            timer.set(at: date)
            #expect(try epoll.wait() == [.timer])
            timer.drain()
        }
        timer.set(at: Date())
        timer.set(at: nil)
        #expect(try epoll.wait(atMost: .milliseconds(20)) == [])
        timer.set(at: .distantFuture)
        #expect(try epoll.wait(atMost: .milliseconds(20)) == [])
    }
}
