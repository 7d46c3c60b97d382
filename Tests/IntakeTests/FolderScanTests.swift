import Files
import Foundation
import Glibc
@testable import Intake
import Testing
import TestSupport

@Suite("A scan")
struct FolderScanTests {
    let folder: TemporaryFolder
    var root: BytePath { BytePath(folder.path) }
    let limits = ScanLimits(depthMax: 3, filesMax: 100)

    init() throws { folder = try TemporaryFolder() }

    func scan(_ limits: ScanLimits? = nil) -> FolderScan {
        scanFolder(root, limits: limits ?? self.limits, ignoring: { $0.first == UInt8(ascii: ".") })
    }

    @Test("finds files of any name in sub-directories, with size and times")
    func finds() throws {
        try folder.write("Lauf 3 – Größe.lc96p", Data(count: 7))
        try folder.write("2026/Mai/b.rdml", Data(count: 3))
        try folder.write(".hidden/c", Data())
        let bytes = [UInt8](folder.path.utf8) + [47, 0xFF, 0xFE]
        #expect(
            bytes.map { CChar(bitPattern: $0) }.withUnsafeBufferPointer { pointer in
                (Array(pointer) + [0]).withUnsafeBufferPointer {
                    close(open($0.baseAddress.unsafelyUnwrapped, O_CREAT | O_WRONLY, 0o600))
                }
            } == 0)
        let found = scan()
        #expect(found.faults == [])
        #expect(
            Set(found.entries.map(\.path)) == [
                root.appending(Array("Lauf 3 – Größe.lc96p".utf8)), root.appending(Array("2026/Mai/b.rdml".utf8)),
                root.appending([0xFF, 0xFE]),
            ])
        let entry = try #require(found.entries.first { $0.stamp.size == 7 })
        #expect(abs(Date(timeIntervalSince1970: Double(entry.stamp.modified) / 1e9).timeIntervalSinceNow) < 60)
        #expect(!found.network)
    }

    @Test("follows no link out of the directory and passes over pipes")
    func links() throws {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("secret", Data(count: 1))
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: elsewhere.path)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/file", withDestinationPath: elsewhere.path + "/secret")
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(scan().entries.isEmpty)
        #expect(scan().faults == [])
    }

    @Test("of a directory that is itself a link goes where it leads")
    func rootLink() throws {
        try folder.write("real/a", Data(count: 1))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/root", withDestinationPath: folder.path + "/real")
        let found = scanFolder(BytePath(folder.path + "/root"), limits: limits, ignoring: { _ in false })
        #expect(found.entries.map(\.path) == [BytePath(folder.path + "/root/a")])
    }

    @Test("says what it could not look at and goes on")
    func faults() throws {
        try folder.write("a/b/c/d/e", Data())
        try folder.write("z", Data())
        let found = scan()
        #expect(found.entries.map(\.path.name) == [BytePath("z")])
        #expect(found.faults.count == 1)
        #expect(found.faults[0].contains("3 levels deep"))
        let missing = scanFolder(root.appending(Array("none".utf8)), limits: limits, ignoring: { _ in false })
        #expect(missing.faults == ["cannot open \(folder.path)/none: No such file or directory."])
    }

    @Test("stops at its limit of files and says so")
    func tooMany() throws {
        for index in 0..<5 { try folder.write("\(index)", Data()) }
        let found = scan(ScanLimits(depthMax: 3, filesMax: 4))
        #expect(found.entries.count == 4)
        #expect(found.faults.count == 1)
        #expect(found.faults[0].contains("more than 4 files"))
        #expect(scan(ScanLimits(depthMax: 3, filesMax: 5)).faults == [])
    }

    @Test("enters each directory before it lists it")
    func entering() throws {
        try folder.write("a/b/c", Data())
        var entered: [BytePath] = []
        _ = scanFolder(root, limits: limits, ignoring: { _ in false }, entering: { entered.append($0) })
        #expect(entered == [root, root.appending(Array("a".utf8)), root.appending(Array("a/b".utf8))])
    }
}
