import Foundation
import Log
import Testing

@Suite("The catalog that journalctl -x shows")
struct CatalogTests {
    private struct Entry {
        let id: String
        let header: [String]
        let text: String
    }

    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
        .appending(path: "systemd/cqwatch.catalog")

    private let entries: [Entry]

    init() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        entries = text.components(separatedBy: "\n-- ").dropFirst().map { part in
            let halves = part.components(separatedBy: "\n\n")
            let header = halves[0].components(separatedBy: "\n")
            return Entry(
                id: header[0], header: Array(header.dropFirst()), text: halves.dropFirst().joined(separator: "\n\n"))
        }
    }

    @Test("explains every kind of line once, and nothing that is not said")
    func complete() {
        #expect(entries.map(\.id).sorted() == LogKind.allCases.map(\.rawValue).sorted())
    }

    @Test("gives each a subject, its maker and a text that fits a terminal")
    func entriesAreWhole() {
        for entry in entries {
            #expect(entry.header.first?.hasPrefix("Subject: ") == true, "\(entry.id)")
            #expect(entry.header.contains("Defined-By: cqwatch"), "\(entry.id)")
            #expect(entry.text.trimmingCharacters(in: .whitespacesAndNewlines).count > 40, "\(entry.id)")
            #expect(entry.text.split(separator: "\n").allSatisfy { $0.count <= 82 }, "\(entry.id)")
        }
    }

    @Test("names only fields that the log has")
    func fields() throws {
        let known = Set(LogField.allCases.map(\.rawValue))
        for entry in entries {
            for match in entry.text.matches(of: /@([A-Z_]+)@/) {
                #expect(known.contains(String(match.1)), "\(match.0)")
            }
        }
    }

    @Test("has ids as journald takes them")
    func ids() {
        for kind in LogKind.allCases { #expect(kind.rawValue.wholeMatch(of: /[0-9a-f]{32}/) != nil) }
    }
}
