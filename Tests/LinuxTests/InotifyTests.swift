import Foundation
import Glibc
@testable import Linux
import Testing
import TestSupport

@Suite("inotify's events")
struct InotifyTests {
    let folder: TemporaryFolder
    let inotify: Inotify

    init() throws {
        folder = try TemporaryFolder()
        inotify = try Inotify(for: "the test's folder")
    }

    func watch(_ mask: Inotify.Mask) throws -> Int32 {
        try inotify.add(Array(folder.path.utf8), mask, shown: folder.path)
    }

    @Test("name the watch, what happened and the file, in order")
    func events() throws {
        #expect(try inotify.events() == [])
        let watch = try watch([.created, .movedHere, .selfDeleted])
        try folder.write("a", Data(count: 1))
        #expect(rename(folder.path + "/a", folder.path + "/b") == 0)
        #expect(mkdir(folder.path + "/c", 0o700) == 0)
        #expect(
            try inotify.events() == [
                Inotify.Event(watch: watch, mask: .created, name: Array("a".utf8)),
                Inotify.Event(watch: watch, mask: .movedHere, name: Array("b".utf8)),
                Inotify.Event(watch: watch, mask: [.created, .ofDirectory], name: Array("c".utf8)),
            ])
        #expect(try inotify.events() == [])
    }

    @Test("wake whoever waits for them")
    func wakes() throws {
        enum Key: UInt64 { case changes = 1 }
        let epoll = try Epoll<Key>()
        _ = try watch(.created)
        try epoll.add(inotify.descriptor, .changes)
        #expect(try epoll.wait(atMost: .zero) == [])
        try folder.write("a", Data(count: 1))
        #expect(try epoll.wait() == [.changes])
        #expect(try inotify.events().count == 1)
        #expect(try epoll.wait(atMost: .zero) == [])
    }

    @Test("end with a word that the watch is gone")
    func removed() throws {
        let watch = try watch(.created)
        inotify.remove(watch)
        inotify.remove(watch)
        #expect(try inotify.events() == [Inotify.Event(watch: watch, mask: .ignored, name: [])])
        try folder.write("a", Data(count: 1))
        #expect(try inotify.events() == [])
    }

    @Test("are refused for what is no directory, by its name")
    func refused() throws {
        let path = folder.path + "/none"
        #expect(throws: SystemError(action: "watch", subject: path, code: ENOENT)) {
            _ = try inotify.add(Array(path.utf8), [.created, .onlyDirectory], shown: path)
        }
        try folder.write("file", Data(count: 1))
        #expect(throws: SystemError(action: "watch", subject: "file", code: ENOTDIR)) {
            _ = try inotify.add(Array((folder.path + "/file").utf8), [.created, .onlyDirectory], shown: "file")
        }
    }

    @Test("are read as the kernel writes them, cut ones too")
    func records() {
        func parse(_ bytes: [UInt8]) -> [Inotify.Event] { Inotify.Event.parse(bytes[...]) }
        let record: [UInt8] = [1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 97, 98, 0, 0]
        #expect(parse(record) == [Inotify.Event(watch: 1, mask: .writtenAndClosed, name: [97, 98])])
        #expect(parse(record + record.prefix(15)).count == 1)
        #expect(parse([]) == [])
        let lying: [UInt8] = [1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 97]
        #expect(parse(lying) == [Inotify.Event(watch: 1, mask: .writtenAndClosed, name: [97])])
    }
}
