// Seeded damage to small files: whatever comes out, the process lives and every failure is a sentence.
import Assay
import Foundation
import RunFormats
import TestSupport
import Testing
import Text

@Suite struct MutationTests {
    private func damaged(_ bytes: Data, _ random: inout SeededNumbers) -> Data {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 2: bytes[at] = UInt8.random(in: 0...255, using: &random)
            case 3: bytes = Data(bytes.prefix(at))
            case 4: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1..<40, using: &random)))
            default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 40)], at: at)
            }
            bytes = Data(bytes)
        }
        return bytes
    }

    private func check(_ bytes: Data, seed: UInt64) {
        do {
            let runs = try readRuns(bytes)
            #expect(!runs.isEmpty && runs.allSatisfy { !$0.reactions.isEmpty }, "seed \(seed)")
            for reaction in runs.flatMap(\.reactions) {
                let numbers = [reaction.instrumentCq, reaction.instrumentQuantity, reaction.standardQuantity]
                    .compactMap(\.self)
                #expect(numbers.filter { !$0.isFinite }.isEmpty, "seed \(seed)")
                if let curve = reaction.amplification {
                    #expect(curve.fluorescence.count <= AmplificationCurve.cyclesMax + 1, "seed \(seed)")
                }
            }
        } catch {
            #expect(error.sentence.hasSuffix(".") && error.sentence.count > 10, "seed \(seed): \(error.sentence)")
        }
    }

    private static let small: TestContainer = {
        var container = TestContainer()
        container.wells = Array(1...12)
        return container
    }()

    @Test func `Damaged zips`() throws {
        let bytes = try Self.small.bytes()
        for seed in seeds(0..<300) {
            var random = SeededNumbers(seed: seed)
            check(damaged(bytes, &random), seed: seed)
        }
    }

    @Test func `Damaged members inside a sound zip`() throws {
        let members = Self.small.members()
        for seed in seeds(0..<120) {
            var random = SeededNumbers(seed: seed)
            var changed = members
            let index = Int.random(in: 0..<changed.count, using: &random)
            changed[index].bytes = damaged(changed[index].bytes, &random)
            check(try TestZip.archive(changed), seed: seed)
        }
    }

    @Test func `Damaged bare documents and tables`() {
        for text in [plainRDML(wells: 4, cycles: 6), ResultTableTests.text] {
            for seed in seeds(0..<300) {
                var random = SeededNumbers(seed: seed)
                check(damaged(Data(text.utf8), &random), seed: seed)
            }
        }
    }

    /// What a terminal obeys, beside plain letters, as XML allows it: the rest is a document that cannot be read.
    private func steering(_ random: inout SeededNumbers) -> String {
        let marks = [
            "\u{1B}[2J", "\t", "\r", "\n", "\u{7F}", "\u{9B}31m", "\u{202E}", "\u{2028}", "&#x9B;", "&#x202E;",
        ]
        return (marks.randomElement(using: &random) ?? "\u{1B}") + "x"
    }

    private func sentences(_ bytes: Data) -> [String] {
        do {
            return try readRuns(bytes).flatMap { $0.findings.map(\.detail) + [$0.incomplete].compactMap(\.self) }
        } catch {
            return [error.sentence]
        }
    }

    @Test func `Names that steer a terminal stand in no sentence as they are`() throws {
        let table = ResultTableTests.text, document = plainRDML(wells: 4, cycles: 6)
        let container = Self.small.members()
        for seed in seeds(0..<200) {
            var random = SeededNumbers(seed: seed)
            let name = "a" + steering(&random) + ".xml"
            var said = sentences(try TestZip.archive([(name, Data("<notRDML/>".utf8))]))
            said += sentences(try TestZip.archive([(name, Data(document.prefix(document.count / 2).utf8))]))
            said += sentences(Data("<rdml><\(name)></rdml>".utf8))
            said += sentences(Data("<rdml><a b='&\(name);'/></rdml>".utf8))
            // A word of a document or a table, with the mark in the middle of it.
            for text in [table, document] + container.map({ String(decoding: $0.bytes, as: UTF8.self) }) {
                let at = text.indices.randomElement(using: &random) ?? text.startIndex
                let changed = Data((text[..<at] + steering(&random) + text[at...]).utf8)
                said += sentences(changed)
                if let index = container.firstIndex(where: { $0.bytes == Data(text.utf8) }) {
                    var members = container
                    members[index].bytes = changed
                    said += sentences(try TestZip.archive(members))
                }
            }
            #expect(said.filter { $0.unicodeScalars.contains { $0.steers } } == [], "seed \(seed)")
        }
    }
}
