import Assay
import Foundation
import Reporting
import Rules
import Testing

@Suite("The trial of the rules")
struct TrialTextTests {
    private let results = [
        TrialResult(group: .plateau, rule: "R4", patients: 200, fired: 1),
        TrialResult(group: .relapse, rule: "R4", patients: 200, fired: 190, medianLeadDays: 55.6),
    ]

    @Test("is a table of shares and lead times, and says what the groups are")
    func table() {
        let text = trialText(results, settings: TrialSettings())
        #expect(
            text.contains("0.5 %") && text.contains("95 %") && text.contains("56 d")
                && text.contains("200 virtual patients a group"))
    }

    @Test("is a document with null where there is no lead")
    func document() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(json(TrialDocument(results, settings: TrialSettings())).utf8))
                as? [String: Any])
        let rows = try #require(object["results"] as? [[String: Any]])
        #expect(rows[0]["median_lead_days"] is NSNull && rows[1]["rate"] as? Double == 0.95)
    }
}
