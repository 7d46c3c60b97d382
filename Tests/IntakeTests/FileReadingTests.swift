import Files
import Foundation
import Glibc
@testable import Intake
import Linux
import Testing
import TestSupport

@Suite("Reading a file")
struct FileReadingTests {
    let folder: TemporaryFolder
    var root: BytePath { BytePath(folder.path) }

    init() throws { folder = try TemporaryFolder() }

    func read(_ name: String, expecting: FileStamp? = nil, bytesMax: Int = 1 << 20) -> FileReading {
        readFile(root.appending(Array(name.utf8)), below: root, expecting: expecting, bytesMax: bytesMax)
    }

    @Test("gives its bytes, their digest and its stamp", arguments: [0, 1, 100_000])
    func whole(size: Int) throws {
        try folder.write("sub/run", Data(repeating: 65, count: size))
        guard case .bytes(let bytes, let sha256, let stamp) = read("sub/run") else {
            Issue.record("not read")
            return
        }
        #expect(bytes == Data(repeating: 65, count: size))
        #expect(stamp.size == Int64(size))
        #expect(sha256.count == 64)
    }

    @Test("stops where the file is not the one that was seen")
    func changed() throws {
        try folder.write("run", Data(count: 3))
        guard case .bytes(_, _, let stamp) = read("run") else {
            Issue.record("not read")
            return
        }
        try folder.write("run", Data(count: 4))
        guard case .changed(let latest) = read("run", expecting: stamp) else {
            Issue.record("a change was missed")
            return
        }
        #expect(latest.size == 4)
    }

    @Test("refuses what is larger than allowed, and only that")
    func tooLarge() throws {
        try folder.write("run", Data(count: 10))
        guard case .tooLarge(10) = read("run", bytesMax: 9) else {
            Issue.record("read beyond the limit")
            return
        }
        guard case .bytes = read("run", bytesMax: 10) else {
            Issue.record("refused at the limit")
            return
        }
    }

    @Test(
        "never waits for a pipe, follows no link and leaves the directory by no way",
        arguments: ["pipe", "link", "linked/secret", "../x", "none", "folder"])
    func nothingElse(name: String) throws {
        let elsewhere = try TemporaryFolder()
        try elsewhere.write("secret", Data(count: 1))
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link", withDestinationPath: elsewhere.path + "/secret")
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/linked", withDestinationPath: elsewhere.path)
        try FileManager.default.createDirectory(atPath: folder.path + "/folder", withIntermediateDirectories: false)
        switch read(name) {
        case .vanished, .failed: break
        case let other: Issue.record("\(other)")
        }
    }

    @Test("says why the system refused")
    func refused() throws {
        let fault = SystemError(action: "read", subject: BytePath("/share/a\nb"), code: EHOSTDOWN)
        #expect(
            fault.description
                == "cannot read /share/a\\x0ab: Host is down: the share's server does not answer; check the network "
                + "and the mount."
        )
    }
}
