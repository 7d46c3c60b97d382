import Foundation
import Glibc
@testable import Service
import Testing
import TestSupport

@Suite("The metrics file")
struct MetricsFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/cqwatch.prom" }
    init() throws { folder = try TemporaryFolder() }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("is replaced as a whole, and only where a file or nothing is")
    func replaced() throws {
        #expect(replaceFile(path, with: "first\n") == nil)
        #expect(replaceFile(path, with: "second\n") == nil)
        #expect(try text(path) == "second\n")
        #expect(replaceFile(folder.path, with: "x") == "there is something that is no file")
        #expect(mkfifo(folder.path + "/pipe", 0o600) == 0)
        #expect(replaceFile(folder.path + "/pipe", with: "x") == "there is something that is no file")
        #expect(replaceFile(folder.path + "/none/cqwatch.prom", with: "x") != nil)
    }

    @Test("is written through no pipe and no link that stands where its new text goes", .timeLimit(.minutes(1)))
    func traps() throws {
        #expect(mkfifo(path + ".new", 0o600) == 0)
        #expect(replaceFile(path, with: "first\n") == nil)
        try folder.write("victim", Data("kept".utf8))
        for make in [link, symlink] {
            #expect(make(folder.path + "/victim", path + ".new") == 0)
            #expect(replaceFile(path, with: "second\n") == nil)
            #expect(try text(folder.path + "/victim") == "kept")
        }
        #expect(try text(path) == "second\n")
    }
}
