import Foundation
import Glibc
import Journal
@testable import Service
import Testing
import TestSupport

/// What a file can do to the service, and what is said of it.
@Suite("Files under way", .serialized, .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct FilesCommandTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    private struct Listing: Decodable {
        struct File: Decodable {
            let path: String
            let state: String
            let reason: String
            let holds_back: Bool
        }
        let schema: Int
        let running: Bool
        let files: [File]
    }

    private func command(_ arguments: String...) throws -> Data {
        let process = Process(), output = Pipe()
        process.executableURL = DaemonProcess.binary
        process.arguments = arguments + (arguments.first == "simulate" ? [] : ["--config", setup.configurationPath])
        process.standardOutput = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return bytes
    }

    private func listing() throws -> [String: Listing.File] {
        let listing = try JSONDecoder().decode(Listing.self, from: command("files", "--json"))
        #expect(listing.schema == 1)
        return Dictionary(listing.files.map { (URL(filePath: $0.path).lastPathComponent, $0) }) { $1 }
    }

    @Test(
        "`files` lists what waits, is incomplete, refused or ignored, each with its reason; without a daemon what was refused"
    )
    func files() throws {
        try setup.edit { $0.replacing("incompleteAfter: 2 s", with: "incompleteAfter: 1 h") }
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop("cut.txt", Setup.table(4).dropLast(10))
        try setup.drop("notes.txt", Data("no run at all, only words\n".utf8))
        try setup.drop("report.pdf", Data("%PDF".utf8))
        #expect(daemon.waits(for: "notes.txt is not read as a run") && daemon.waits(for: "cut.txt is not complete yet"))
        var found: [String: Listing.File] = [:]
        #expect(
            until(30) {
                found = (try? listing()) ?? [:];
                return found["cut.txt"]?.state == "incomplete" && found["report.pdf"] != nil
            })
        #expect(found["cut.txt"]?.holds_back == true)
        #expect(found["notes.txt"]?.state == "refused")
        #expect(found["report.pdf"]?.state == "ignored")
        #expect(found.values.allSatisfy { !$0.reason.isEmpty })
        #expect(String(decoding: try command("status"), as: UTF8.self).contains("rules on absent results wait"))
        #expect(daemon.end(SIGTERM) == 0)
        #expect(try listing().mapValues(\.state) == ["notes.txt": "refused"])
    }

    @Test(
        "a file that takes more processor time than it may is ended and blamed; others are taken meanwhile, and no child is left"
    )
    func hostile() throws {
        try setup.edit {
            $0.replacing("poll: 1 s", with: "poll: 1 s\n  processorTime: 0.1 s").replacing(
                "settle: 0.3 s", with: "settle: 0.1 s")
        }
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop("a-hostile.rdml", Self.manyRuns)
        try setup.drop("b.txt", Setup.table(1))
        #expect(daemon.waits(for: "taken as record"))
        #expect(daemon.waits(for: "a-hostile.rdml waits: It was not read to its end in 0.1 s"))
        #expect(
            daemon.waits(
                for: "a-hostile.rdml is not read as a run: Reading it takes more than 3.2 s of processor time",
                seconds: 120),
            "\(daemon.lines)")
        #expect(!daemon.lines.contains("does not answer"))
        try setup.drop("c.txt", Setup.table(2))
        var child: Int32?
        #expect(
            until(10) {
                child = children(of: daemon.id).first; return child != nil
            })
        #expect(daemon.end(SIGTERM) == 0)
        #expect(until(10) { child.map { kill($0, 0) != 0 } ?? false })
    }

    @Test("a plate that needs more processor time than it may is not lost: it is tried again with more, and taken")
    func slowPlate() throws {
        try setup.edit { $0.replacing("poll: 1 s", with: "poll: 1 s\n  processorTime: 0.1 s") }
        let study = setup.folder.path + "/study"
        _ = try command("simulate", "paper", study)
        let plate = try #require(
            try FileManager.default.contentsOfDirectory(atPath: study).filter { $0.hasSuffix(".lc96p") }.min())
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop(plate, Data(contentsOf: URL(filePath: study + "/" + plate)))
        #expect(daemon.waits(for: "taken as record", seconds: 60), "\(daemon.lines)")
        #expect(!daemon.lines.contains("is not read as a run"))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("a child that is killed while nothing is read is started again for the next file")
    func killed() throws {
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        try setup.drop("a.txt", Setup.table(1))
        #expect(daemon.waits(for: "taken as record"))
        for child in children(of: daemon.id) { kill(child, SIGKILL) }
        try setup.drop("b.txt", Setup.table(2))
        #expect(daemon.waits(for: "taken as record", times: 2))
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("a look at the daemon's lock keeps no daemon from starting")
    func lockRace() throws {
        let path = setup.folder.path + "/j.sqlite"
        let first = try JournalLock(.daemon, journal: path)
        #expect(first != nil)
        #expect(try JournalLock(.daemon, journal: path) == nil)
        withExtendedLifetime(first) {}
        let other = setup.folder.path + "/k.sqlite"
        #expect(FileManager.default.createFile(atPath: other + ".daemon-lock", contents: nil))
        let looker = open(other + ".daemon-lock", O_RDONLY | O_CLOEXEC)
        #expect(flock(looker, LOCK_SH | LOCK_NB) == 0)
        Thread.detachNewThread {
            usleep(60_000)
            close(looker)
        }
        #expect(try JournalLock(.daemon, journal: other) != nil)
    }

    private func children(of id: Int32) -> [Int32] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return tasks.flatMap { task in
            ((try? String(contentsOfFile: "/proc/\(id)/task/\(task)/children", encoding: .utf8)) ?? "").split(
                separator: " "
            ).compactMap { Int32($0) }
        }
    }

    /// RDML whose many curves take seconds to be called.
    private static var manyRuns: Data {
        let points = (1...45).map { "<adp><cyc>\($0)</cyc><fluor>\(1 / (1 + exp(25 - Double($0))))</fluor></adp>" }
            .joined()
        let wells = (1...96).map {
            "<react id=\"\($0)\"><sample id=\"S1\"/><data><tar id=\"T0\"/>\(points)</data></react>"
        }.joined()
        let format =
            "<pcrFormat><rows>8</rows><columns>12</columns><rowLabel>ABC</rowLabel><columnLabel>123</columnLabel></pcrFormat>"
        let runs = (1...40).map { "<experiment id=\"e\($0)\"><run id=\"r\($0)\">\(format)\(wells)</run></experiment>" }
            .joined()
        let head =
            "<sample id=\"S1\"><type>unkn</type></sample><target id=\"T0\"><type>toi</type><dyeId id=\"d\"/></target>"
        return Data(
            "<?xml version=\"1.0\"?><rdml version=\"1.2\" xmlns=\"http://www.rdml.org\">\(head)\(runs)</rdml>".utf8)
    }
}
