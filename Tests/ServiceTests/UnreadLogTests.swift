import Casebook
import Foundation
import Glibc
import Journal
import Alerts
import Testing
import TestSupport

/// Both services beside a log that nobody reads: a pipe of one page on standard error.
@Suite(
    "The services and an unread log", .serialized,
    .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct UnreadLogTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    /// How long a service may take to end.
    private static let endSeconds = 3.0
    private static let runs = 40

    private func pageOfPipe() -> Pipe {
        let pipe = Pipe()
        // F_SETPIPE_SZ, which Glibc does not carry.
        #expect(fcntl(pipe.fileHandleForWriting.fileDescriptor, 1031, 4096) > 0)
        return pipe
    }

    private func journaled(_ kind: String) -> Int {
        let records = try? Journal(path: setup.journalPath, readOnly: true).tail(10_000)
        return records?.count { $0.kind == kind } ?? 0
    }

    @Test("the daemon takes every run and ends when it is asked to")
    func daemon() throws {
        let pipe = pageOfPipe()
        let daemon = try DaemonProcess(setup, errors: pipe.fileHandleForWriting)
        for number in 0..<Self.runs { try setup.drop("run-\(number).txt", Setup.table(number)) }
        #expect(until(60) { journaled("run") == Self.runs }, "\(journaled("run")) runs")
        let asked = Date()
        #expect(daemon.end(SIGTERM) == 0)
        #expect(Date().timeIntervalSince(asked) < Self.endSeconds)
    }

    @Test("the deliverer keeps hearing, feeds its watchdog and ends when it is asked to")
    func deliverer() throws {
        let taking = try DaemonProcess(setup)
        // What is no run is one alert a folder.
        for number in 0..<Self.runs {
            let folder = setup.folder.path + "/export/folder-\(number)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try setup.drop("folder-\(number)/junk.txt", Data("no run \(number)\n".utf8))
        }
        #expect(until(60) { journaled("unreadable") == Self.runs })
        let listener = try DatagramListener(setup.folder.path + "/notify")
        let pipe = pageOfPipe()
        let deliverer = try DaemonProcess(
            setup, "deliver", errors: pipe.fileHandleForWriting,
            environment: ["NOTIFY_SOCKET": setup.folder.path + "/notify", "WATCHDOG_USEC": "1500000"])
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        // The pipe is full, and the log's lane waits for it.
        #expect(
            until(60) {
                (try? Casebook(journal).deliveries(all: true).contains { $0.channel == .log && $0.state == .retry })
                    ?? false
            })
        while !listener.next().isEmpty {}
        #expect(until(20) { listener.next() == "WATCHDOG=1" })
        let asked = Date()
        #expect(deliverer.end(SIGTERM) == 0)
        #expect(Date().timeIntervalSince(asked) < Self.endSeconds)
        #expect(taking.end(SIGTERM) == 0)
    }
}
