import Glibc
@testable import Linux
import Testing

@Suite("An eventfd")
struct EventfdTests {
    @Test("gives any number of signals as one")
    func signals() throws {
        let event = try Eventfd()
        var taken = [event.drain()]
        for _ in 0..<1000 { event.signal() }
        taken += [event.drain(), event.drain()]
        #expect(taken == [false, true, false])
    }
}

@Suite("A descriptor")
struct DescriptorTests {
    @Test("is closed when its owner is gone, and not before")
    func closes() throws {
        let number: Int32
        do {
            let descriptor = try Descriptor("open", "/dev/null") { open("/dev/null", O_RDONLY | O_CLOEXEC) }
            number = descriptor.number
            #expect(fcntl(number, F_GETFD) >= 0)
            withExtendedLifetime(descriptor) {}
        }
        #expect(fcntl(number, F_GETFD) < 0)
    }

    @Test("that cannot be had is an error that names what was opened")
    func refused() {
        #expect(throws: SystemError(action: "open", subject: "/nonexistent", code: ENOENT)) {
            _ = try Descriptor("open", "/nonexistent") { open("/nonexistent", O_RDONLY) }
        }
    }
}
