import Foundation
import Glibc
import Journal
import Testing
import TestSupport

/// Pages that a running daemon keeps true.
@Suite(
    "Pages beside a daemon", .serialized, .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct PagesDaemonTests {
    let setup: Setup
    private var pages: String { setup.folder.path + "/pages" }

    init() throws {
        setup = try Setup()
        try setup.edit { $0 + "pages:\n  folder: pages\n" }
        try setup.writePatients("P01,2026-01-01,,,physician,,\n")
    }

    private func makeFolder() throws {
        try FileManager.default.createDirectory(atPath: pages, withIntermediateDirectories: true)
    }

    private func page(_ name: String) -> String {
        (try? String(contentsOfFile: pages + "/" + name, encoding: .utf8)) ?? ""
    }

    private func runPages() -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: pages)) ?? []).filter { $0.hasPrefix("run-") }.sorted()
    }

    /// The index links to the page of that run. An index of an earlier round may name the file as one that waits.
    private func isListed(_ file: String) -> Bool {
        page("index.html").split(separator: "<a href=\"run-").dropFirst().contains {
            $0.prefix(100).contains(">\(file)<")
        }
    }

    private func status() throws -> String {
        let process = Process(), output = Pipe()
        process.executableURL = DaemonProcess.binary
        process.arguments = ["status", "--config", setup.configurationPath]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    @Test("come after each commit, and a restart writes only what is new")
    func written() throws {
        try makeFolder()
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop("one.txt", Setup.table(1))
        #expect(until(30) { isListed("one.txt") })
        #expect(page("patient-P01.html").contains("Patient P01"))
        let first = try #require(runPages().first)
        // It knows how far it got: the marker comes last.
        let head = try Journal(path: setup.journalPath, readOnly: true).head().digest
        #expect(until(30) { page(".cqwatch-pages").contains(head) })
        #expect(daemon.end(SIGTERM) == 0)
        #expect(unlink(pages + "/" + first) == 0)
        let again = try DaemonProcess(setup)
        #expect(again.waits(for: "Watching "))
        try setup.drop("two.txt", Setup.table(2))
        #expect(until(30) { isListed("two.txt") })
        #expect(runPages().count == 1 && runPages() != [first])
        #expect(again.end(SIGTERM) == 0)
    }

    @Test("cost nothing else where their folder is missing or a link; it is told, and all comes once it is there")
    func missing() throws {
        let daemon = try DaemonProcess(setup)
        try setup.drop("one.txt", Setup.table(1))
        #expect(daemon.waits(for: "one.txt") && daemon.waits(for: "Pages are not written"))
        #expect(try status().contains("pages     not written"))
        let elsewhere = setup.folder.path + "/elsewhere"
        try FileManager.default.createDirectory(atPath: elsewhere, withIntermediateDirectories: true)
        #expect(symlink(elsewhere, pages) == 0)
        #expect(daemon.waits(for: "a link to elsewhere", seconds: 90))
        #expect(unlink(pages) == 0)
        try makeFolder()
        #expect(daemon.waits(for: "Pages are written again", seconds: 90))
        #expect(runPages().count == 1)
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
    }

    @Test("come again, all of them, where their folder vanishes while the daemon runs")
    func vanished() throws {
        try makeFolder()
        let daemon = try DaemonProcess(setup)
        try setup.drop("one.txt", Setup.table(1))
        #expect(until(30) { isListed("one.txt") })
        try FileManager.default.removeItem(atPath: pages)
        try setup.drop("two.txt", Setup.table(2))
        #expect(daemon.waits(for: "two.txt") && daemon.waits(for: "Pages are not written"))
        try makeFolder()
        #expect(daemon.waits(for: "Pages are written again", seconds: 90))
        #expect(until(30) { isListed("one.txt") && isListed("two.txt") })
        #expect(runPages().count == 2 && page("patient-P01.html").contains("Patient P01"))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("never go into a watched folder, by whatever way it is reached")
    func watched() throws {
        try FileManager.default.createDirectory(
            atPath: setup.folder.path + "/export/inside", withIntermediateDirectories: true)
        #expect(symlink(setup.folder.path + "/export", setup.folder.path + "/way") == 0)
        try setup.edit { $0.replacing("folder: pages", with: "folder: way/inside") }
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "which is read and never written"))
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: setup.folder.path + "/export/inside").isEmpty)
    }
}
