// What the services do when the journal's files are taken away or changed under them.
import Alerts
import Casebook
import Foundation
import GRDB
import Glibc
import Journal
import Rules
@testable import Service
import Synchronization
import Testing
import TestSupport

@Suite(
    "A journal that is lost or changed", .serialized,
    .enabled(if: DaemonProcess.present, Comment(rawValue: DaemonProcess.absence)))
struct JournalLossTests {
    let setup: Setup
    init() throws { setup = try Setup() }

    /// A daemon that has taken one run.
    private func daemonWithRun() throws -> DaemonProcess {
        try setup.drop("one.txt", Setup.table(1))
        let daemon = try DaemonProcess(setup)
        #expect(daemon.waits(for: "taken as record"))
        return daemon
    }

    private func edit(_ sql: String) throws {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(20)
        let queue = try DatabaseQueue(path: setup.journalPath, configuration: configuration)
        try queue.writeWithoutTransaction { db in try db.execute(sql: sql) }
        try queue.close()
    }

    @Test(
        "is noticed within a poll, ends the service loudly, and nothing is said to be taken by what is nowhere",
        arguments: ["", "-wal", "folder"])
    func taken(what: String) throws {
        let daemon = try daemonWithRun()
        let folder = URL(filePath: setup.journalPath).deletingLastPathComponent().path
        let (path, away) =
            what == "folder" ? (folder, folder + "-away") : (setup.journalPath + what, setup.journalPath + ".away")
        #expect(rename(path, away) == 0)
        try setup.drop("two.txt", Setup.table(2))
        #expect(daemon.end(nil) == ServiceExit.failed)
        #expect(daemon.lines.contains("The journal is lost: "))
        #expect(daemon.lines.components(separatedBy: "taken as record").count == 2)
        #expect(!daemon.lines.contains("is safe"))
    }

    @Test("is not begun anew in silence at the next start")
    func begun() throws {
        let daemon = try daemonWithRun()
        #expect(daemon.end(SIGTERM) == 0)
        for suffix in ["", "-wal", "-shm"] { unlink(setup.journalPath + suffix) }
        let next = try DaemonProcess(setup)
        #expect(next.end(nil) == ServiceExit.damaged)
        #expect(next.lines.contains(".daemon-lock"))
        #expect(access(setup.journalPath, F_OK) != 0)
    }

    @Test(
        "says what a log that was deleted after a crash took away, tells the laboratory, and reads the runs again",
        arguments: [true, false])
    func log(indexToo: Bool) throws {
        let daemon = try daemonWithRun()
        // The newest record is noted with the end of its batch.
        usleep(300_000)
        #expect(daemon.end(SIGKILL) == -SIGKILL)
        unlink(setup.journalPath + "-wal")
        if indexToo { unlink(setup.journalPath + "-shm") }
        let next = try DaemonProcess(setup)
        #expect(next.waits(for: "which the service wrote before it ended"))
        #expect(next.waits(for: "taken as record"))
        #expect(!next.lines.contains("disk I/O error"))
        #expect(next.end(SIGTERM) == 0)
        let journal = try Journal(path: setup.journalPath, readOnly: true)
        #expect(try journal.verify().isIntact)
        #expect(try Casebook(journal).alerts(all: false).contains { $0.finding.text.contains("write-ahead log") })
        let third = try DaemonProcess(setup)
        #expect(third.waits(for: "Watching "))
        #expect(third.end(SIGTERM) == 0)
        #expect(!third.lines.contains("which the service wrote"))
    }

    @Test(
        "keeps the service from starting when it was changed, with an exit code that no restart heals",
        arguments: [
            "INSERT INTO seen VALUES ('/export/hidden.txt', 1, 2, 3, 4, 1)",
            "CREATE TRIGGER x AFTER INSERT ON record BEGIN SELECT 1; END",
            "PRAGMA writable_schema = ON; UPDATE sqlite_master SET sql = replace(sql, 'body->>''$.state'' END) "
                + "VIRTUAL', '''closed'' END) VIRTUAL') WHERE name = 'record'",
        ])
    func changed(sql: String) throws {
        #expect(try daemonWithRun().end(SIGTERM) == 0)
        try edit(sql)
        let next = try DaemonProcess(setup)
        #expect(next.end(nil) == ServiceExit.damaged)
        #expect(next.lines.contains("changed"))
    }

    @Test("ends a service at work")
    func changedAtWork() throws {
        let daemon = try daemonWithRun()
        try edit("CREATE TRIGGER x AFTER INSERT ON record BEGIN SELECT 1; END")
        try setup.drop("two.txt", Setup.table(2))
        #expect(daemon.end(nil) == ServiceExit.damaged)
        #expect(daemon.lines.components(separatedBy: "taken as record").count == 2)
    }

    @Test("is proved in the background, which finds what lies before the newest part, and ends when it is asked to")
    func proof() throws {
        #expect(try daemonWithRun().end(SIGTERM) == 0)
        let found = Mutex<[JournalError]>([])
        let whole = JournalProof(setup.journalPath) { error in found.withLock { $0.append(error) } }
        usleep(300_000)
        whole.close()
        #expect(found.withLock { $0 }.isEmpty)
        try edit(
            "PRAGMA ignore_check_constraints = ON; DROP TRIGGER record_no_update; UPDATE record SET time = "
                + "'2020-01-01T00:00:00.000Z' WHERE sequence = 1"
        )
        try edit(
            "CREATE TRIGGER record_no_update BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'a journal record "
                + "cannot be changed'); END"
        )
        let second = JournalProof(setup.journalPath) { error in found.withLock { $0.append(error) } }
        #expect(until(30) { !found.withLock { $0 }.isEmpty })
        second.close()
        guard case .damaged(let sentence)? = found.withLock({ $0 }).first else { Issue.record("nothing found"); return }
        #expect(sentence.contains("Record 1: "))
    }
}
