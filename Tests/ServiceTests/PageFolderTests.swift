import Foundation
import Glibc
@testable import Service
import Testing
import TestSupport

@Suite("A folder of pages")
struct PageFolderTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func failure(_ page: PageFolder, _ name: String = "run-1.html", text: String = "x") -> String? {
        do throws(PageFolder.Failure) { try page.write(text, as: name) } catch { return error.sentence }
        return nil
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("holds each page whole, for its owner and group alone, whatever the umask")
    func written() throws {
        let page = PageFolder(folder.path, refusesLink: true)
        #expect(failure(page, text: "first") == nil && failure(page, text: "second") == nil)
        #expect(try String(contentsOfFile: folder.path + "/run-1.html", encoding: .utf8) == "second")
        var about = stat()
        #expect(stat(folder.path + "/run-1.html", &about) == 0 && about.st_mode & 0o7777 == 0o640)
        #expect(try names() == ["run-1.html"])
    }

    @Test("takes no name that leads elsewhere", arguments: ["", ".", "..", "../x.html", "a/b.html", "/etc/passwd"])
    func elsewhere(name: String) {
        #expect(failure(PageFolder(folder.path, refusesLink: true), name)?.contains("is no name of a page") == true)
    }

    @Test("that is missing, a file, or a link to elsewhere is refused in a sentence")
    func refused() throws {
        #expect(
            failure(PageFolder(folder.path + "/gone", refusesLink: true))?.hasSuffix("No such file or directory")
                == true)
        try folder.write("file", Data("kept".utf8))
        #expect(failure(PageFolder(folder.path + "/file", refusesLink: false)) != nil)
        try FileManager.default.createDirectory(atPath: folder.path + "/real", withIntermediateDirectories: true)
        #expect(symlink(folder.path + "/real", folder.path + "/link") == 0)
        #expect(failure(PageFolder(folder.path + "/link", refusesLink: true))?.contains("a link to elsewhere") == true)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/real").isEmpty)
        // A person who names one in a command means it.
        #expect(failure(PageFolder(folder.path + "/link", refusesLink: false)) == nil)
    }

    @Test("is not written through a link or a pipe that lies where a page goes", .timeLimit(.minutes(1)))
    func traps() throws {
        try folder.write("victim", Data("kept".utf8))
        let page = PageFolder(folder.path, refusesLink: true)
        for make in [link, symlink] {
            #expect(make(folder.path + "/victim", folder.path + "/run-1.html") == 0)
            #expect(failure(page) == nil)
            #expect(try String(contentsOfFile: folder.path + "/victim", encoding: .utf8) == "kept")
            #expect(unlink(folder.path + "/run-1.html") == 0)
        }
        #expect(mkfifo(folder.path + "/.run-1.html.\(getpid()).new", 0o600) == 0)
        #expect(failure(page) == nil)
    }

    @Test("that is full keeps the page it had, and nothing of the new one")
    func full() throws {
        let small = folder.path + "/small"
        try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
        let mount = Process()
        mount.executableURL = URL(filePath: "/usr/bin/mount")
        mount.arguments = ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]
        mount.standardError = FileHandle.nullDevice
        try mount.run()
        mount.waitUntilExit()
        // Only root may mount.
        guard mount.terminationStatus == 0 else { return }
        defer { umount2(small, Int32(MNT_DETACH)) }
        let page = PageFolder(small, refusesLink: true)
        #expect(failure(page, text: "old") == nil)
        #expect(
            failure(page, text: String(repeating: "x", count: 200_000))?.hasSuffix("No space left on device") == true)
        #expect(try String(contentsOfFile: small + "/run-1.html", encoding: .utf8) == "old")
        #expect(try FileManager.default.contentsOfDirectory(atPath: small) == ["run-1.html"])
    }
}
