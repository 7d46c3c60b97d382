import Foundation
import Glibc
import TestSupport
import Testing

@testable import Journal

@Suite("What another process writes to the journal")
struct JournalChangesTests {
    private let folder: TemporaryFolder
    private let changes: JournalChanges

    init() throws {
        folder = try TemporaryFolder()
        changes = try JournalChanges(of: folder.path + "/journal.sqlite")
    }

    private func append(_ name: String) throws {
        let path = folder.path + "/" + name
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("x".utf8))
        try file.close()
    }

    private var isReadable: Bool {
        var poll = pollfd(fd: changes.descriptor, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, 0) == 1
    }

    @Test("is heard where the log is made, grows, is deleted and made anew")
    func heard() throws {
        #expect(try !changes.drain())
        for _ in 0..<3 {
            try append("journal.sqlite-wal")
            #expect(try changes.drain())
            try append("journal.sqlite-wal")
            #expect(try changes.drain())
            #expect(try !changes.drain())
            try FileManager.default.removeItem(atPath: folder.path + "/journal.sqlite-wal")
            #expect(try changes.drain())
        }
    }

    @Test("wakes nobody where it is the daemon's note of a scan")
    func quiet() throws {
        try append("journal.sqlite.daemon-lock")
        try append("journal.sqlite-wal")
        _ = try changes.drain()
        for _ in 0..<5 { try append("journal.sqlite.daemon-lock") }
        #expect(!isReadable)
    }
}
