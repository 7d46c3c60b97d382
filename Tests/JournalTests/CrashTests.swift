// What other processes, crashes and full disks do to the journal.
import Assay
import Casebook
import CasebookFixtures
import Foundation
import Glibc
import GRDB
import Testing

@testable import Journal

@Suite struct CrashTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    /// Every run of the journal is whole: its results and its alert's deliveries stand with it.
    private func expectWhole(_ journal: Journal, runs: Int? = nil) throws {
        #expect(try journal.verify().isIntact)
        let kinds = try journal.kinds()
        let count = kinds.count { $0 == "run" }
        #expect(kinds.count { $0 == "result" } == 2 * count)
        #expect(kinds.count { $0 == "alert" } * 2 == kinds.count { $0 == "delivery" })
        if let runs { #expect(count == runs) }
    }

    @Test(arguments: [20, 60, 110, 170])
    func `a process killed while it commits leaves whole runs and a whole chain`(milliseconds: Int) async throws {
        let path = scratch.path
        try scratch.open().close()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, milliseconds = milliseconds as Int] in
            let journal = try Journal(path: path, readOnly: false)
            try journal.take(run(id: "first", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "first"))
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
                kill(getpid(), SIGKILL)
            }
            for n in 0..<100_000 {
                try journal.take(run(id: "run-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "\(n)"))
            }
        }
        let journal = try scratch.open()
        try expectWhole(journal)
        #expect(try Casebook(journal).status(dayStart: noon).runs >= 1)
        try journal.take(run(id: "after", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "after"))
        try expectWhole(journal)
    }

    @Test func `a transaction that fails midway leaves nothing`() throws {
        let journal = try scratch.open()
        try journal.take(run([("P01", 14, 2e5), ("P02", 14, 500)]), file())
        let before = try journal.head()
        #expect(throws: JournalError.refused("stop")) {
            try journal.write(at: noon) { appender in
                try appender.append(.device, about: nil, ["device": "stick"])
                throw JournalError.refused("stop")
            }
        }
        #expect(try journal.head() == before)
        try journal.take(run(id: "run-2", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "b"))
        try expectWhole(journal, runs: 2)
    }

    @Test func `two processes and two connections write one chain`() async throws {
        let path = scratch.path
        let journal = try scratch.open()
        let other = try scratch.open()
        async let child = #expect(processExitsWith: .success) { [path = path as String] in
            let journal = try Journal(path: path, readOnly: false)
            for n in 0..<20 {
                try journal.take(
                    run(id: "child-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "child \(n)"))
            }
        }
        for n in 0..<20 {
            try journal.take(run(id: "a-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "a \(n)"))
            try other.take(run(id: "b-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "b \(n)"))
            // Both take the same file: one of them finds it known.
            try journal.take(run(id: "both-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "both \(n)"))
            #expect(
                try other.take(run(id: "both-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "both \(n)"))
                    .committed == nil)
        }
        #expect(await child != nil)
        try expectWhole(journal, runs: 80)
    }

    @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"))
    func `a full disk is final, says so, and keeps what was there`() throws {
        let disk = scratch.folder.appending(path: "disk").path
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try #require(mount("tmpfs", disk, "tmpfs", 0, "size=1m") == 0, "a tmpfs of 1 MiB is mounted")
        defer { umount2(disk, Int32(MNT_DETACH)) }
        let path = disk + "/journal.sqlite"
        let journal = try Journal(path: path, readOnly: false)
        var taken = 0
        let error = try #require(throws: JournalError.self) {
            for n in 0..<10_000 {
                try journal.take(run(id: "run-\(n)", [("P01", 14, 2e5), ("P02", 14, 500)]), file(content: "\(n)"))
                taken += 1
            }
        }
        #expect(error.sentence.contains("full") == true)
        #expect(taken > 0)
        // Final: the same object writes nothing more, even were there room again.
        #expect(throws: error) { try Casebook(journal).adopt(context(), reason: "r", at: noon) }
        try journal.close()
        let again = try Journal(path: path, readOnly: true)
        #expect(try Casebook(again).status(dayStart: noon).runs == taken)
        try expectWhole(again, runs: taken)
    }
}
