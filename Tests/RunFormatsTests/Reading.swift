// What these suites ask of a reading.
import Assay
import Foundation
import RunFormats
import Testing

func onlyRun(_ bytes: Data) throws -> Run {
    let runs = try readRuns(bytes)
    #expect(runs.count == 1)
    return try #require(runs.first)
}

/// The failure of a file that must not be readable.
func failure(_ bytes: Data) -> ReadFailure? {
    do {
        _ = try readRuns(bytes)
        return nil
    } catch {
        return error
    }
}

/// One sentence or several, which begin like sentences and end with a full stop.
func isPlainSentence(_ text: String) -> Bool {
    guard let first = text.first, text.count > 20, text.count < 600 else { return false }
    return (first.isUppercase || text.contains("_data.xml")) && text.hasSuffix(".") && !text.contains { $0.isNewline }
        && !text.contains("Optional(")
}

extension Run {
    func status(_ rule: RuleID) -> QualityFinding.Status? { findings.filter { $0.rule == rule }.map(\.status).max() }
    func well(_ label: String) -> Reaction? { reactions.first { $0.position.label == label } }
}
