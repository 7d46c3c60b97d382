import Alerts
import Casebook
import Foundation
import GRDB
import Glibc
import Journal
import Text
@testable import Service
import Testing
import TestSupport

@Suite("The daemon", .serialized, .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct DaemonTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    func kinds() throws -> [String: Int] {
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        return Dictionary(grouping: try journal.tail(100_000), by: \.kind).mapValues(\.count)
    }

    @Test("takes what is dropped, however it is named, once; says so; and ends between two transactions at SIGTERM")
    func takes() throws {
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop("Lauf – Größe.txt", Setup.table(1))
        try setup.drop("2026/Mai/results", Setup.table(2))
        try setup.drop("copy of 1.txt", Setup.table(1))
        #expect(daemon.waits(for: "taken as record", times: 2))
        #expect(daemon.waits(for: "is known already"))
        try setup.drop("again.txt", Setup.table(2))
        #expect(
            daemon.waits(for: "again.txt is known already: record") && daemon.lines.contains("made from the same bytes")
        )
        #expect(daemon.end(SIGTERM) == 0)
        #expect(daemon.lines.contains("Stopped by SIGTERM."))
        #expect(try kinds()["run"] == 2)
    }

    @Test(
        "has threads of its own alone: libdispatch's pool would wake it every second", arguments: ["daemon", "deliver"])
    func threads(command: String) throws {
        let service = try DaemonProcess(setup, command)
        #expect(service.waits(for: command == "daemon" ? "Watching " : "Delivering what"))
        usleep(500_000)
        let threads = try service.threads
        #expect(threads.contains("cqwatch-events"))
        #expect(threads.allSatisfy { $0.hasPrefix("cqwatch") }, "\(threads.sorted())")
        #expect(service.end(SIGTERM) == 0)
    }

    @Test("waits for the rest of a file, and records one that stays incomplete, once")
    func incomplete() throws {
        let daemon = try DaemonProcess(setup)
        let whole = Setup.table(3)
        try setup.drop("arriving.txt", whole.dropLast(10))
        try setup.drop("cut.txt", Setup.table(4).dropLast(10))
        try setup.drop("notes.txt", Data("no run at all, only words\n".utf8))
        #expect(daemon.waits(for: "notes.txt is not read as a run"))
        #expect(daemon.waits(for: "cut.txt is not complete yet: "))
        try setup.drop("arriving.txt", whole)
        #expect(daemon.waits(for: "taken as record"))
        #expect(daemon.waits(for: "cut.txt is not read as a run"))
        #expect(daemon.end(SIGINT) == 0)
        let found = try kinds()
        #expect(found["run"] == 1)
        #expect(found["unreadable"] == 2)
    }

    @Test("is ready only after the first scan, feeds the watchdog, and says when it stops")
    func supervised() throws {
        let socketPath = setup.folder.path + "/notify"
        let listener = try DatagramListener(socketPath)
        let daemon = try DaemonProcess(setup, environment: ["NOTIFY_SOCKET": socketPath, "WATCHDOG_USEC": "3000000"])
        var told = ""
        func hears(_ text: String) -> Bool {
            until(30) {
                told += listener.next() + "\n"
                return told.contains(text)
            }
        }
        #expect(hears("WATCHDOG=1"))
        #expect(told.drop { $0 == "\n" }.hasPrefix("READY=1"))
        daemon.send(SIGHUP)
        #expect(hears("RELOADING=1"))
        #expect(daemon.end(SIGTERM) == 0)
        #expect(hears("STOPPING=1"))
    }

    @Test("keeps the configuration that holds when a new one does not, and takes one that does")
    func reloads() throws {
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.edit { $0.replacing("poll:", with: "pole:") }
        daemon.send(SIGHUP)
        #expect(daemon.waits(for: "the old one still holds"))
        try setup.drop("a.txt", Setup.table(1))
        #expect(daemon.waits(for: "taken as record"))
        try FileManager.default.createDirectory(
            atPath: setup.folder.path + "/second", withIntermediateDirectories: true)
        try setup.edit { $0.replacing("pole:", with: "poll:").replacing("[export]", with: "[second]") }
        daemon.send(SIGHUP)
        #expect(daemon.waits(for: "The new configuration holds"))
        try setup.folder.write("second/b.txt", Setup.table(2))
        #expect(daemon.waits(for: "taken as record", times: 2))
        try setup.writePatients("P01,2026-01-05,,,\n")
        #expect(daemon.waits(for: "now it names 1 patient."))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("refuses a journal that another daemon writes, and a configuration with faults")
    func refuses() throws {
        let first = try DaemonProcess(setup)
        #expect(first.waits(for: "Watching "))
        let second = try DaemonProcess(setup)
        #expect(second.end(nil) == ServiceExit.refused)
        #expect(second.lines.contains("another daemon writes"))
        #expect(first.end(SIGTERM) == 0)
        try setup.edit { $0 + "unknown: 1\n" }
        let third = try DaemonProcess(setup)
        #expect(third.end(nil) == ServiceExit.configuration)
        #expect(third.lines.contains("unknown"))
    }

    @Test("does not touch a journal that a newer version wrote, and is not started again for it")
    func newer() throws {
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        #expect(daemon.end(SIGTERM) == 0)
        let newer = try DatabaseQueue(path: setup.journalPath)
        try newer.write { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('9 of the future')") }
        func content() throws -> [String] {
            try newer.read { db in
                try String.fetchAll(
                    db,
                    sql:
                        "SELECT digest FROM record UNION ALL SELECT identifier FROM grdb_migrations UNION ALL SELECT "
                        + "name FROM sqlite_master"
                )
            }
        }
        let before = try content()
        let older = try DaemonProcess(setup)
        #expect(older.end(nil) == ServiceExit.configuration)
        #expect(older.lines.contains("was written by a newer version of cqwatch; install that version."))
        #expect(try content() == before)
    }

    @Test("hears a SIGTERM that comes right after its start", arguments: [0, 1000, 5000, 20_000, 60_000] as [UInt32])
    func earlySignal(microseconds: UInt32) throws {
        let daemon = try DaemonProcess(setup)
        usleep(microseconds)
        // Before main nobody holds the signal: then it ends the process at once, which is as good.
        #expect([0, -SIGTERM].contains(daemon.end(SIGTERM)))
    }

    @Test("replaces the metrics file at scans and after runs, and goes on where it cannot")
    func metrics() throws {
        try setup.edit { $0 + "metrics: {textfile: figures/cqwatch.prom}\n" }
        let file = setup.folder.path + "/figures/cqwatch.prom"
        func figure(_ name: String) -> Int? {
            let lines = ((try? String(contentsOfFile: file, encoding: .utf8)) ?? "").split(separator: "\n")
            return lines.first { $0.hasPrefix("cqwatch_\(name)") }?.split(separator: " ").last.flatMap { Int($0) }
        }
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "The metrics file"))
        try FileManager.default.createDirectory(
            atPath: setup.folder.path + "/figures", withIntermediateDirectories: true)
        #expect(until(30) { figure("runs_total") == 0 })
        try setup.drop("a.txt", Setup.table(1))
        #expect(until(30) { figure("runs_total") == 1 })
        let scan = try #require(figure("folder_last_scan_timestamp_seconds"))
        #expect(until(30) { (figure("folder_last_scan_timestamp_seconds") ?? 0) > scan })
        #expect(try #require(figure("journal_bytes")) > 10_000)
        #expect(daemon.lines.components(separatedBy: "The metrics file").count == 2)
        #expect(daemon.end(SIGTERM) == 0)
    }

    /// What the journal holds of the laboratory's files, whatever the times and the order.
    private func content() throws -> [String] {
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        #expect(try journal.verify().isIntact)
        let files = try journal.tail(100_000).filter { ["run", "amendment", "result", "unreadable"].contains($0.kind) }
            .map { "\($0.kind) \($0.body)" }
        let alerts = try Casebook(journal).alerts(all: true).map { "alert \($0.state) \($0.finding)" }
        return (files + alerts).sorted()
    }

    @Test("stopped at random moments under a backlog, leaves in the end what an undisturbed run leaves")
    func stopped() throws {
        let runs = 40
        for number in 0..<runs { try setup.drop("run \(number)", Setup.table(number)) }
        try setup.drop("notes.txt", Data("no run at all, only words\n".utf8))
        func complete() -> Bool {
            ((try? kinds()) ?? [:]).filter { ["run", "unreadable"].contains($0.key) } == ["run": runs, "unreadable": 1]
        }
        let undisturbed = try DaemonProcess(setup)
        #expect(until(60, complete), "\(undisturbed.lines)")
        #expect(undisturbed.end(SIGTERM) == 0)
        let expected = try content()
        try FileManager.default.removeItem(atPath: setup.folder.path + "/state")
        var numbers = SeededNumbers(seed: TestSupport.seed(8))
        for _ in 0..<8 {
            let daemon = try DaemonProcess(setup)
            usleep(UInt32.random(in: 200_000...900_000, using: &numbers))
            #expect([0, -SIGTERM].contains(daemon.end(SIGTERM)))
        }
        let last = try DaemonProcess(setup)
        #expect(until(60, complete), "\(last.lines)")
        #expect(last.end(SIGTERM) == 0)
        #expect(try content() == expected)
    }

    @Test("killed with -9 at random moments, has journaled each run once when all is done, and the chain is whole")
    func killed() throws {
        let seed = TestSupport.seed(9)
        var generator = SeededNumbers(seed: seed)
        let runs = 24
        for number in 0..<runs {
            try setup.drop("run \(number)", Setup.table(number))
            if number % 4 == 3 {
                let daemon = try DaemonProcess(setup)
                usleep(UInt32.random(in: 100_000...1_200_000, using: &generator))
                #expect(daemon.end(SIGKILL) == -SIGKILL)
            }
        }
        let daemon = try DaemonProcess(setup)
        let done = until(60) { (try? kinds()["run"]) == runs }
        #expect(done, "seed \(seed): \(daemon.lines)")
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try kinds()["run"] == runs, "seed \(seed)")
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        #expect(try journal.verify().fault == nil)
    }
}
