// What a newcomer reads, held against the sources: a name that the worked examples call must still be there.
import Foundation
import Testing

@Suite("What a newcomer reads")
struct DocumentsTests {
    private static let folders = ["Sources", "Tests", "Benchmarks/Sources", "Scripts", "examples", "systemd"]
    private let files: [URL]

    init() {
        files =
            Self.folders.flatMap { folder in
                let found = FileManager.default.enumerator(
                    at: House.project.appending(path: folder), includingPropertiesForKeys: nil)
                return (found?.allObjects as? [URL] ?? [])
            } + ["Makefile", "Package.swift"].map { House.project.appending(path: $0) }
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOf: House.project.appending(path: name), encoding: .utf8)
    }

    /// Every word of the sources, and of their files' names.
    private var words: Set<Substring> {
        files.reduce(into: []) { words, file in
            let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            for part in [text, file.lastPathComponent] {
                words.formUnion(part.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) })
            }
        }
    }

    @Test("names nothing that is not there", arguments: ["ARCHITECTURE.md", "CONTRIBUTING.md", "HACKING.md"])
    func names(document: String) throws {
        let words = words
        // `course.firings(…)`: what stands before the bracket, its parts each; names with a small letter, no ids.
        let spans = try text(document).matches(of: /`([A-Za-z][A-Za-z0-9_.]*)(?:\([^`]*)?`/).map(\.output.1)
        #expect(!spans.isEmpty)
        let named = Set(spans.flatMap { $0.split(separator: ".") }).filter { $0.contains(where: \.isLowercase) }
        #expect(named.filter { !words.contains($0) }.sorted() == [], "names that \(document) calls")
    }

    @Test("says truly that no test draws a number without a seed")
    func seeded() throws {
        let draws = /\.(?:shuffled\(\)|randomElement\(\)|random\(in: [^()]*\)|random\(\))/
        let own = URL(filePath: #filePath).lastPathComponent
        for file in files where file.pathExtension == "swift" && file.lastPathComponent != own {
            guard file.path.contains("/Tests/") else { continue }
            let calls = try String(contentsOf: file, encoding: .utf8).matches(of: draws).map(\.output)
                .filter { !$0.contains("using:") }
            #expect(calls == [], "in \(file.lastPathComponent)")
        }
    }
}
