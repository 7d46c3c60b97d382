import Configuration
import Foundation
import Glibc
import Journal
@testable import Service
import Testing
import TestSupport

/// A file system that answers nothing while it is frozen, as a share does whose server is gone. Only root can make one.
private final class FrozenShare {
    let path: String
    private let image: String

    static let absence = "only root, where loop devices are, can make a folder that does not answer"
    static var present: Bool {
        guard geteuid() == 0, let folder = try? TemporaryFolder() else { return false }
        return (try? FrozenShare(in: folder)) != nil
    }

    init(in folder: TemporaryFolder) throws {
        (path, image) = (folder.path + "/share", folder.path + "/image")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for command in [
            "truncate -s 8M '\(image)'", "mkfs.ext4 -q '\(image)'", "mount -o loop '\(image)' '\(path)'",
        ] where !Self.run(command) { throw CocoaError(.fileWriteUnknown) }
    }

    func freeze() -> Bool { Self.run("fsfreeze -f '\(path)'") }
    @discardableResult func thaw() -> Bool { Self.run("fsfreeze -u '\(path)'") }

    deinit {
        thaw()
        _ = Self.run("umount -l '\(path)'")
    }

    private static func run(_ command: String) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", "PATH=$PATH:/usr/sbin:/sbin; exec \(command)"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}

@Suite(
    "A folder of pages that does not answer", .serialized, .enabled(if: FrozenShare.present, "\(FrozenShare.absence)"))
struct DeadPageFolderTests {
    @Test(
        "is told of, hangs nothing but the pages' own thread, and is written once it answers", .timeLimit(.minutes(2)))
    func dead() throws {
        let setup = try Setup()
        let share = try FrozenShare(in: setup.folder)
        try setup.edit { $0 + "pages:\n  folder: share\n" }
        try Journal(path: setup.journalPath, readOnly: false).close()
        let configuration = try loadConfiguration(setup.configurationPath)
        #expect(share.freeze())
        let writer = PageWriter(configuration, programVersion: "test", silentAfter: .seconds(1))
        writer.poke()
        #expect(until(20) { writer.problem?.hasSuffix("does not answer") == true })
        #expect(share.thaw())
        #expect(
            until(20) { FileManager.default.fileExists(atPath: share.path + "/index.html") && writer.problem == nil })
        writer.close()
    }
}
