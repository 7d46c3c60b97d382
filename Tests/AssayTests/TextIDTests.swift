import Assay
import Foundation
import Testing

@Suite struct TextIDTests {
    private struct Body: Codable, Equatable {
        var run: RunID
        var rule: RuleID?
    }

    @Test func `in JSON an id is the string that it always was`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = Body(run: "table:a/b", rule: "R5a")
        let text = String(decoding: try encoder.encode(body), as: UTF8.self)
        #expect(text == #"{"rule":"R5a","run":"table:a/b"}"#)
        #expect(try JSONDecoder().decode(Body.self, from: Data(text.utf8)) == body)
        let identity = try encoder.encode(RunIdentity(id: "r1", serial: nil, started: nil))
        #expect(String(decoding: identity, as: UTF8.self) == #"{"id":"r1"}"#)
    }

    @Test func `ids sort and are shown as their texts`() {
        #expect((["R5a", "R10", "R5"] as [RuleID]).sorted().map(\.text) == ["R10", "R5", "R5a"])
        #expect("\(RuleID("R5a")) of \(RunID("run-1"))" == "R5a of run-1")
    }

    @Test func `a run whose id another run has is taken for no save of it`() {
        #expect(RunID("r1").inConflict(record: 7) == "r1 (identity in conflict, record 7)")
        #expect(RunID("r1").inConflict(record: 7) != RunID("r1").inConflict(record: 8))
    }
}
