import Foundation
import Glibc
@testable import Service
import Testing
import TestSupport

@Suite("What systemd is told")
struct SupervisorTests {
    @Test("goes to the socket's path")
    func path() throws {
        let folder = try TemporaryFolder()
        let socket = folder.path + "/notify"
        let listener = try DatagramListener(socket)
        let supervisor = Supervisor(environment: [
            "NOTIFY_SOCKET": socket, "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())",
        ])
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
        let listener = try DatagramListener("@" + name)
        Supervisor(environment: ["NOTIFY_SOCKET": "@" + name]).status("here")
        #expect(listener.next() == "STATUS=here")
    }

    @Test("is left unsaid where systemd does not listen: nobody waits for it", .timeLimit(.minutes(1)))
    func stalled() throws {
        let folder = try TemporaryFolder()
        let listener = try DatagramListener(folder.path + "/notify")
        let supervisor = Supervisor(environment: [
            "NOTIFY_SOCKET": folder.path + "/notify", "WATCHDOG_USEC": "30000000",
        ])
        for _ in 0..<10_000 { supervisor.alive() }
        #expect(listener.next() == "WATCHDOG=1")
    }

    @Test(
        "is nothing where nobody listens, and the watchdog may be another process's",
        arguments: [
            [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "relative"], ["NOTIFY_SOCKET": "/nonexistent/socket"],
            ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 300)],
            ["WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1"], ["WATCHDOG_USEC": "soon"],
        ])
    func silence(environment: [String: String]) {
        let supervisor = Supervisor(environment: environment)
        supervisor.ready("here")
        supervisor.alive()
        #expect(supervisor.watchdog == nil)
    }
}
