import Foundation
import Glibc
import Linux
import TestSupport
import Testing

@Suite("Private files")
struct PrivateFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/secret" }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("secret", Data("word\n".utf8))
        chmod(folder.path + "/secret", 0o600)
    }

    private func refusal(_ path: String, followsLink: Bool = true) -> String {
        do throws(PrivateFile.Refused) {
            return "read \(try PrivateFile.firstBytes(of: path, max: 100, followsLink: followsLink).count) bytes"
        } catch { return error.description }
    }

    @Test("what is the user's alone is read, and no more of it than is asked for")
    func own() throws {
        #expect(try PrivateFile.firstBytes(of: path, max: 100) == Array("word\n".utf8))
        #expect(try PrivateFile.firstBytes(of: path, max: 2) == Array("wo".utf8))
    }

    @Test("one that others can read or write is refused", arguments: [0o640, 0o604, 0o620, 0o602] as [mode_t])
    func others(mode: mode_t) throws {
        chmod(path, mode)
        #expect(refusal(path).contains("others can read or write it; chmod 600 it"))
        #expect(try PrivateFile.firstBytes(of: path, max: 100, isChecked: false).count == 5)
    }

    @Test("a folder, a pipe and nothing at all are refused at once")
    func kinds() {
        #expect(refusal(folder.path) == "is no file")
        mkfifo(folder.path + "/pipe", 0o600)
        #expect(refusal(folder.path + "/pipe") == "is no file")
        #expect(refusal(folder.path + "/none").hasPrefix("cannot be opened: "))
    }

    @Test("a link is followed only where that is wanted")
    func link() {
        symlink(path, folder.path + "/link")
        #expect(refusal(folder.path + "/link") == "read 5 bytes")
        #expect(refusal(folder.path + "/link", followsLink: false).hasPrefix("cannot be opened: "))
    }
}
