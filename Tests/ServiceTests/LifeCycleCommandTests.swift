import Alerts
import Casebook
import Foundation
import Glibc
import Journal
import Rules
import Testing
import Snapshots
import TestSupport

/// The commands beside a running daemon, and without one.
@Suite(
    "Life-cycle commands", .serialized, .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct LifeCycleCommandTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    private func run(_ arguments: String...) throws -> (code: Int32, output: String, errors: String) {
        let process = Process(), output = Pipe(), errors = Pipe()
        process.executableURL = DaemonProcess.binary
        process.arguments = arguments + (arguments.first == "simulate" ? [] : ["--config", setup.configurationPath])
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text, complaints)
    }

    @Test("a test alert is delivered by the command where nobody delivers, and by the daemon where it does")
    func testAlert() throws {
        let silent = try DaemonProcess(setup)
        #expect(silent.waits(for: "Watching "))
        let alone = try run("test-alert", "--severity", "critical")
        #expect(alone.code == 0, "\(alone.errors)")
        #expect(alone.output.contains("delivered"))
        #expect(alone.errors.contains("TEST"))
        #expect(silent.end(SIGTERM) == 0)
        let daemon = try DaemonProcess(setup, delivering: true)
        #expect(daemon.waits(for: "Watching "))
        let beside = try run("test-alert", "--json")
        #expect(beside.code == 0, "\(beside.errors)")
        #expect(beside.output.contains("\"state\" : \"delivered\""))
        #expect(daemon.waits(for: "TEST"))
        #expect(daemon.end(SIGTERM) == 0)
        let list = try run("deliveries", "--json")
        #expect(list.output.components(separatedBy: "\"state\" : \"delivered\"").count == 3)
        #expect(try run("alerts").output == "no alerts\n")
    }

    @Test("an alert is acknowledged, silenced and closed by name; what makes no sense is refused")
    func acts() throws {
        let daemon = try DaemonProcess(setup)
        try setup.drop("notes.txt", Data("no run at all, only words\n".utf8))
        #expect(daemon.waits(for: "notes.txt is not read as a run"))
        let id = try #require(try Casebook(Journal(path: setup.journalPath, readOnly: true)).alerts(all: false).first)
            .id.text
        #expect(try run("alert", "ack", id, "--by", "Ann", "--note", "looking").output.contains("is acknowledged"))
        let again = try run("alert", "ack", id, "--by", "Ann", "--note", "looking")
        #expect(again.code == 1)
        #expect(again.errors.contains("acknowledged already"))
        #expect(try run("alert", "silence", id, "--by", "Ann", "--note", "n").code == 2)
        #expect(try run("alert", "silence", id, "--by", "Ann", "--note", "n", "--until", "yesterday").code == 2)
        #expect(try run("alert", "silence", id, "--by", "Ann", "--note", "n", "--until", "2020-01-01").code == 1)
        #expect(try run("alerts").output.contains("acknowledged"))
        #expect(try run("alert", "close", id, "--by", "Ann", "--note", "no run").code == 0)
        #expect(try run("alerts").output == "no alerts\n")
        #expect(try run("alert", "close", "A999", "--by", "Ann", "--note", "n").code == 1)
        #expect(try run("deliveries", "--retry", "D999").code == 1)
        #expect(try run("journal", "verify").code == 0)
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test(
        "a patient who enters the file after the run gets its results from the journal, while the daemon runs and at its next start"
    )
    func lateEntry() throws {
        let rows = (1...3).map { "A\($0)\tP0\($0) D14\tBCMA-CAR-T\t2\($0).5\tPositive" }
        let table = Data(
            (["Position\tSample Name\tGene Name\tCq\tCall"] + rows).joined(separator: "\n").appending("\n").utf8)
        let daemon = try DaemonProcess(setup)
        try setup.drop("a.txt", table)
        #expect(daemon.waits(for: "taken as record"))
        try setup.writePatients("P01,2026-01-05,,,\n")
        #expect(daemon.waits(for: "(P01): 1 results attributed anew"), "\(daemon.lines)")
        #expect(daemon.end(SIGTERM) == 0)
        try setup.writePatients("P01,2026-01-05,,,\nP02,2026-01-05,,,\n")
        let next = try DaemonProcess(setup)
        #expect(next.waits(for: "(P02): 1 results attributed anew"), "\(next.lines)")
        #expect(next.end(SIGTERM) == 0)
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        #expect(try Casebook(journal).everyCourse(besides: [], { $0.code }) == ["P01", "P02"])
        #expect(try journal.verify().isIntact)
    }

    @Test(
        "a run that comes after a date of the schedule has passed is held against that date, though the day was swept before it came"
    )
    func lateRun() throws {
        let study = setup.folder.path + "/study"
        #expect(try run("simulate", "paper", study).code == 0)
        let rows = try String(contentsOfFile: study + "/patients.csv", encoding: .utf8).split(separator: "\n")
            .dropFirst()
        try setup.writePatients(rows.map { $0 + "\n" }.joined())
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        let plates = try FileManager.default.contentsOfDirectory(atPath: study).filter { $0.hasSuffix(".lc96p") }
            .sorted()
        let second = try #require(plates.dropFirst().first)
        try setup.drop(second, Data(contentsOf: URL(filePath: study + "/" + second)))
        #expect(daemon.waits(for: "R2 notice P"), "\(daemon.lines)")
        #expect(daemon.end(SIGTERM) == 0)
    }

    @Test("the journal is backed up beside a running daemon and comes back only where nothing is in its way")
    func copies() throws {
        let copy = setup.folder.path + "/copy.sqlite"
        let daemon = try DaemonProcess(setup)
        try setup.drop("a.txt", Setup.table(1))
        #expect(daemon.waits(for: "taken as record"))
        let backup = try run("journal", "backup", copy)
        #expect(backup.code == 0 && backup.output.contains("verified"), "\(backup)")
        #expect(try run("journal", "backup", copy).errors.contains("nothing is ever overwritten"))
        let inUse = try run("journal", "restore", copy)
        #expect(inUse.code == 1 && inUse.errors.contains("is in use: stop cqwatch first"), "\(inUse)")
        #expect(daemon.end(SIGTERM) == 0)
        let exists = try run("journal", "restore", copy)
        #expect(exists.code == 1 && exists.errors.contains("is there already"), "\(exists)")
        try FileManager.default.removeItem(atPath: setup.folder.path + "/state")
        #expect(try run("journal", "restore", setup.folder.path + "/none").code == 74)
        let broken = setup.folder.path + "/broken.sqlite"
        try FileManager.default.copyItem(atPath: copy, toPath: broken)
        let bytes = try Data(contentsOf: URL(filePath: broken))
        let place = try #require(bytes.firstRange(of: Data("BCMA-CAR-T".utf8), in: bytes.count / 4..<bytes.count))
        try (bytes[..<place.lowerBound] + Data("BCMA-CAR-X".utf8) + bytes[place.upperBound...]).write(
            to: URL(filePath: broken))
        let damaged = try run("journal", "restore", broken)
        #expect(damaged.code == 1 && damaged.errors.contains("nothing was restored"), "\(damaged)")
        #expect(!FileManager.default.fileExists(atPath: setup.journalPath))
        let restored = try run("journal", "restore", copy)
        #expect(restored.code == 0 && restored.output.contains("Restored"), "\(restored)")
        let again = try DaemonProcess(setup)
        #expect(again.waits(for: "Watching "))
        try setup.drop("b.txt", Setup.table(2))
        #expect(again.waits(for: "taken as record"))
        #expect(again.end(SIGTERM) == 0)
        #expect(try run("journal", "verify").code == 0)
    }

    @Test("status tells for each folder when it was last scanned and what is wrong with it")
    func statusOfFolders() throws {
        try setup.edit { $0.replacing("[export]", with: "[export, absent]") }
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "Watching "))
        let text = try run("status").output
        let lines = text.split(separator: "\n")
        #expect(lines.contains { $0.contains("/export: last scan 20") }, "\(text)")
        #expect(lines.contains { $0.contains("/absent: cannot open") }, "\(text)")
        #expect(daemon.end(SIGTERM) == 0)
    }
}
