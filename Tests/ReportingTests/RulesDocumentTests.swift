import Assay
import Foundation
import Reporting
import Testing

@Suite("Rules")
struct RulesDocumentTests {
    private let document = RulesDocument(
        alert: [
            RuleDescription(
                id: "R5a", name: "relapse level", fires: "the interval reaches down to 84 copies", hears: "physician",
                advice: "Examine the patient.",
                thresholds: [.init("rules.relapseCopies", 84.0), .init("rules.lateDay", 60)], evidence: "one patient",
                source: "a study")
        ],
        history: [],
        plate: [
            RuleDescription(
                id: "melt", name: "melt", fires: "it melts elsewhere", hears: "reader", advice: "Look.",
                evidence: "dyes", source: "MIQE")
        ])

    @Test("are a document with every field, defaults as the configuration writes them")
    func json() throws {
        let text = try Reporting.json(document)
        let whole = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let rules = try #require(whole["rules"] as? [[String: Any]])
        let first = try #require(rules.first)
        #expect(
            Set(first.keys) == ["rule", "kind", "name", "fires", "hears", "advice", "thresholds", "evidence", "source"])
        #expect(
            first["thresholds"] as? [[String: String]] == [
                ["key": "rules.relapseCopies", "value": "84"], ["key": "rules.lateDay", "value": "60"],
            ])
        #expect(rules.map { $0["kind"] as? String } == ["alert", "plate"])
    }

    @Test("are a paragraph each, without a line for what a rule does not have")
    func text() {
        let text = rulesText(document, colour: false)
        #expect(text.contains("R5a  relapse level\n  fires when  the interval reaches down to 84 copies\n"))
        #expect(text.contains("  keys        rules.relapseCopies 84, rules.lateDay 60\n"))
        #expect(text.components(separatedBy: "  keys").count == 2)
    }
}
