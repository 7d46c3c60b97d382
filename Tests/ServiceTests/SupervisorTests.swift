import Foundation
import Glibc
@testable import Service
import Testing
import TestSupport

/// The supervisor's end of the socket.
private final class Listener {
    let descriptor: Int32

    init(_ name: [UInt8]) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
        let bound = withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) } }
        try #require(bound == 0)
    }

    func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    deinit { close(descriptor) }
}

@Suite("What systemd is told")
struct SupervisorTests {
    @Test("goes to the socket's path")
    func path() throws {
        let folder = try TemporaryFolder()
        let socket = folder.path + "/notify"
        let listener = try Listener(Array(socket.utf8) + [0])
        let supervisor = Supervisor(environment: ["NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"])
        supervisor.ready("Watching\n2 directories.")
        #expect(listener.next() == "READY=1\nSTATUS=Watching\\u{a}2 directories.")
        supervisor.alive()
        #expect(listener.next() == "WATCHDOG=1")
        #expect(supervisor.watchdog == .seconds(30))
        supervisor.reloading()
        #expect(listener.next().hasPrefix("RELOADING=1\nMONOTONIC_USEC="))
        supervisor.stopping()
        #expect(listener.next() == "STOPPING=1\nSTATUS=Stopping.")
    }

    @Test("goes to an abstract socket too")
    func abstract() throws {
        let name = "cqwatch-test-\(UUID().uuidString)"
        let listener = try Listener([0] + Array(name.utf8))
        Supervisor(environment: ["NOTIFY_SOCKET": "@" + name]).status("here")
        #expect(listener.next() == "STATUS=here")
    }

    @Test("is nothing where nobody listens, and the watchdog may be another process's", arguments: [
        [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/nonexistent/socket"],
        ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 300)], ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"], ["WATCHDOG_USEC": "soon"],
    ])
    func silence(environment: [String: String]) {
        let supervisor = Supervisor(environment: environment)
        supervisor.ready("here")
        supervisor.alive()
        #expect(supervisor.watchdog == nil)
    }
}
