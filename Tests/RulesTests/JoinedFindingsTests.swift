// One value, one alert.
import Assay
import Fixtures
import Testing

@testable import Rules

struct JoinedFindingsTests {
    private let plateau = [measured(60, 2e4), measured(150, 2e4), measured(240, 2e4)]
    private func told(_ more: [Measurement]) -> [Finding] {
        judge(patientOne, plateau + more, RuleSettings(), joining: true).filter {
            !$0.isForLaboratory || $0.rule == "R3"
        }
    }

    @Test("What several rules say of one value is one finding: the highest speaks, the others are its grounds")
    func one() throws {
        let findings = told([measured(307, 84)])
        #expect(findings.map(\.rule) == ["R5a"])
        let finding = try #require(findings.first)
        #expect(finding.rules == ["R5a", "R5", "R4", "R3"])
        #expect(finding.severity == .critical && finding.day == 307 && !finding.confirmed)
        #expect(finding.headline == "fell to the relapse level")
        #expect(finding.sampled == CalendarDate(iso: "2026-11-13"))
        #expect(finding.grounds?.first { $0.rule == "R4" }?.text.hasPrefix("Decline, provisional") == true)
        // Rules alone say what they always said.
        #expect(
            judge(patientOne, plateau + [measured(307, 84)], RuleSettings()).map(\.rule) == ["R3", "R4", "R5", "R5a"])
    }

    @Test("Where the highest no longer fires the next one stands")
    func next() {
        #expect(told([measured(307, 150)]).map(\.rules) == [["R5", "R4", "R3"]])
        #expect(told([measured(307, 500)]).map(\.rules) == [["R4", "R5", "R3"]])
        #expect(told([measured(307, 1500)]).map(\.rules) == [["R4", "R3"]])
        #expect(told([measured(307, 3500)]).map(\.rules) == [["R3"]])
        #expect(told([measured(307, 2e4)]).isEmpty)
    }

    @Test("A ground that a second sample confirms confirms the finding, and another rule does not take it over")
    func confirmed() throws {
        let low = try #require(told([measured(307, 150), measured(321, 150)]).first { $0.day == 307 })
        #expect(low.rule == "R5" && low.confirmed && low.severity == .critical)
        let warning = try #require(told([measured(307, 500), measured(321, 500)]).first { $0.day == 307 })
        #expect(warning.rule == "R4" && warning.confirmed && warning.severity == .critical)
    }

    @Test("It is cleared when all of it is")
    func cleared() throws {
        let finding = try #require(
            told([measured(307, 84), measured(330, 2e4), measured(420, 2e4)]).first { $0.day == 307 })
        #expect(finding.clearedDay == 420)
        #expect(told([measured(307, 84), measured(330, 2e4)]).first { $0.day == 307 }?.clearedDay == nil)
    }

    @Test("An expansion and a late rise are told apart from it")
    func apart() {
        let rules = judge(patientOne, [measured(14, 2e5)], RuleSettings(), joining: true).map(\.rules)
        #expect(rules == [["R1"]])
    }
}
