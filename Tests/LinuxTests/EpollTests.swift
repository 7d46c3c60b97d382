import Foundation
import Glibc
@testable import Linux
import Testing

/// Both ends of a pipe.
private struct Pipe: ~Copyable {
    let reading: Int32
    let writing: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
    }

    func fill() { #expect(write(writing, "x", 1) == 1) }

    func drain() {
        var byte = UInt8(0)
        #expect(read(reading, &byte, 1) == 1)
    }

    deinit {
        close(reading)
        close(writing)
    }
}

@Suite("epoll")
struct EpollTests {
    private enum Key: UInt64 { case first = 1, second }

    @Test("says nothing of descriptors that have nothing to say, once its patience is over")
    func nothing() throws {
        let epoll = try Epoll<Key>()
        let pipe = try Pipe()
        try epoll.add(pipe.reading, .first)
        let begun = steadyNow()
        #expect(try epoll.wait(atMost: .milliseconds(20)) == [])
        #expect(steadyNow() - begun >= .milliseconds(20))
        #expect(try epoll.wait(atMost: .zero) == [])
        #expect(try epoll.wait(atMost: .seconds(-1)) == [])
    }

    @Test("names what is ready for as long as it is")
    func levels() throws {
        let epoll = try Epoll<Key>()
        let first = try Eventfd(), second = try Eventfd()
        try epoll.add(first.descriptor, .first)
        try epoll.add(second.descriptor, .second)
        first.signal()
        #expect(try epoll.wait() == [.first])
        #expect(try epoll.wait() == [.first])
        second.signal()
        #expect(try epoll.wait().map(Set.init) == [.first, .second])
        let wasSignalled = first.drain()
        #expect(wasSignalled)
        #expect(try epoll.wait() == [.second])
    }

    @Test("names what was hung up")
    func hungUp() throws {
        let epoll = try Epoll<Key>()
        var ends: [Int32] = [-1, -1]
        #expect(pipe(&ends) == 0)
        try epoll.add(ends[0], .first)
        close(ends[1])
        #expect(try epoll.wait() == [.first])
        close(ends[0])
        #expect(try epoll.wait(atMost: .zero) == [])
    }

    @Test("forgets what was removed")
    func removed() throws {
        let epoll = try Epoll<Key>()
        let pipe = try Pipe()
        try epoll.add(pipe.reading, .first)
        pipe.fill()
        try epoll.remove(pipe.reading)
        #expect(try epoll.wait(atMost: .zero) == [])
        try epoll.add(pipe.reading, .second)
        #expect(try epoll.wait() == [.second])
        pipe.drain()
        #expect(try epoll.wait(atMost: .zero) == [])
    }

    @Test("brings any number of ready descriptors, some at each wait")
    func many() throws {
        let epoll = try Epoll<AnyKey>()
        var events: [SharedEvent] = []
        for key in 1...50 {
            let event = SharedEvent(try Eventfd())
            events.append(event)
            try epoll.add(event.eventfd.descriptor, AnyKey(rawValue: UInt64(key)))
            event.eventfd.signal()
        }
        var seen: Set<UInt64> = []
        while seen.count < 50 {
            let ready = try #require(try epoll.wait(atMost: .seconds(10)))
            try #require(!ready.isEmpty)
            for key in ready {
                seen.insert(key.rawValue)
                events[Int(key.rawValue) - 1].eventfd.drain()
            }
        }
        #expect(try epoll.wait(atMost: .zero) == [])
    }

    @Test("wakes a thread that sleeps, for a signal from another")
    func wakes() throws {
        let epoll = try Epoll<Key>()
        let event = SharedEvent(try Eventfd())
        try epoll.add(event.eventfd.descriptor, .first)
        let thread = BlockingThread("test")
        thread.start {
            usleep(20_000)
            event.eventfd.signal()
        }
        #expect(try epoll.wait() == [.first])
        thread.join()
    }

    @Test("ends the wait of a thread that sleeps, and each later one, once it is shut down")
    func shutDown() throws {
        let epoll = try Epoll<Key>()
        let event = try Eventfd()
        try epoll.add(event.descriptor, .first)
        let thread = BlockingThread("test")
        thread.start {
            usleep(20_000)
            epoll.shutDown()
        }
        #expect(try epoll.wait() == nil)
        thread.join()
        event.signal()
        #expect(try epoll.wait() == nil)
        #expect(try epoll.wait(atMost: .seconds(1)) == nil)
    }

    @Test("tells of a table of mounts only when it changes")
    func priority() throws {
        let epoll = try Epoll<Key>()
        let table = try Descriptor("read", "mountinfo") { open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC) }
        try epoll.add(table.number, .first, for: .priority)
        #expect(try epoll.wait(atMost: .milliseconds(20)) == [])
    }

    @Test("says which descriptor the system refused")
    func refused() throws {
        let epoll = try Epoll<Key>()
        let event = try Eventfd()
        try epoll.add(event.descriptor, .first)
        #expect(throws: SystemError(action: "wait for", subject: "descriptor \(event.descriptor)", code: EEXIST)) {
            try epoll.add(event.descriptor, .second)
        }
        #expect(throws: SystemError(action: "wait for", subject: "descriptor -1", code: EBADF)) {
            try epoll.add(-1, .first)
        }
    }
}

private struct AnyKey: RawRepresentable, Hashable, Sendable { let rawValue: UInt64 }

/// One that a closure can hold.
private final class SharedEvent: Sendable {
    let eventfd: Eventfd
    init(_ eventfd: consuming Eventfd) { self.eventfd = eventfd }
}
