// README.md, docs/limits.md and docs/requirements.md against the rules: a table that says something else than the
// rule's own file is wrong.
import Assay
import Configuration
import Foundation
import Testing

@Suite("Documents made from the rules")
struct GeneratedDocumentsTests {
    /// Set by `make docs`: the files are written instead of compared.
    private let writes = ProcessInfo.processInfo.environment["WRITE_DOCS"] != nil

    @Test("say what the rules say of themselves")
    func documents() throws {
        for document in GeneratedDocument.all {
            let file = House.project.appending(path: document.path)
            let now = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
            let wanted = try #require(
                document.applied(to: now), "\(document.path) lacks the marks of '\(document.mark ?? "")'")
            if writes, wanted != now { try wanted.write(to: file, atomically: true, encoding: .utf8) }
            #expect(
                writes || wanted == now,
                "\(document.path) differs from the rules' own files: run `\(GeneratedDocument.command)`")
        }
    }

    @Test("name thresholds that are keys of cqwatch.yaml, with the default that is written there")
    func thresholds() {
        let lines = defaultConfigurationText(.embedded).split(separator: "\n").map { $0.drop { $0 == " " } }
        for rule in everyRule {
            for threshold in rule.thresholds {
                let name = threshold.key.split(separator: ".").last ?? ""
                let values = lines.filter { $0.hasPrefix(name + ": ") }.map {
                    $0.dropFirst(name.count + 2).prefix { $0 != " " }
                }
                #expect(
                    values.contains { Double($0) == Double(threshold.value) },
                    "\(rule.id): \(threshold.key) is not \(threshold.value) in cqwatch.yaml")
            }
        }
    }

    @Test("leave no word of a rule out")
    func whole() {
        for rule in everyRule {
            for text in [rule.id.text, rule.name, rule.fires, rule.hears, rule.advice, rule.evidence, rule.source] {
                #expect(!text.isEmpty && !text.contains("\n"), "\(rule.id) \(rule.name)")
            }
        }
        let names = everyRule.map { "\($0.id) \($0.name)" }
        #expect(Set(names).count == names.count)
    }
}

@Suite("Requirements")
struct RequirementsTests {
    @Test("are each met by rules that exist, and shown by tests that exist")
    func shown() throws {
        let tests = try NamedTests(at: House.project)
        let ids = Set(everyRule.map(\.id))
        for requirement in requirements {
            #expect(!requirement.tests.isEmpty, "no test shows: \(requirement.text)")
            for test in requirement.tests { #expect(tests.exists(test), "there is no test \(test)") }
            for rule in requirement.rules { #expect(ids.contains(rule), "there is no rule \(rule)") }
        }
    }

    @Test("name every rule at least once")
    func complete() {
        let named = Set(requirements.flatMap(\.rules))
        for rule in everyRule { #expect(named.contains(rule.id), "no requirement asks for \(rule.id)") }
    }
}

/// The tests of the project by the name of their file and their own.
private struct NamedTests {
    private var sources: [String: String] = [:]

    init(at root: URL) throws {
        let files = FileManager.default.enumerator(at: root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            sources[file.deletingPathExtension().lastPathComponent, default: ""] += try String(
                contentsOf: file, encoding: .utf8)
        }
    }

    /// - Parameter test: "Suite: name".
    func exists(_ test: String) -> Bool {
        guard let colon = test.firstRange(of: ": ") else { return false }
        let name = test[colon.upperBound...]
        guard let source = sources[String(test[..<colon.lowerBound])] else { return false }
        return source.contains("`\(name)`(") || source.contains("@Test(\"\(name)\"")
            || source.contains("\n        \"\(name)\",") || source.contains("\n        \"\(name)\"\n")
    }
}
