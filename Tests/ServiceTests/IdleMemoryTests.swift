import Foundation
import Testing

@testable import Service

@Suite("Memory of a service at rest")
struct IdleMemoryTests {
    /// Resident pages of files, KiB.
    private func residentOfFiles() throws -> Int {
        let line = try #require(
            try String(contentsOfFile: "/proc/self/status", encoding: .utf8).split(separator: "\n").first {
                $0.hasPrefix("RssFile:")
            })
        return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    }

    @Test("what the program's own files took is let go, and comes back as it is needed")
    func giveBack() throws {
        let before = try residentOfFiles()
        IdleMemory.giveBack()
        #expect(try residentOfFiles() < before / 2)
        #expect(try JSONEncoder().encode([1.5, 2]).count == 7)
    }
}
