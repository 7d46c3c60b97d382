import Assay
import Fixtures
import Testing

@testable import Rules

struct R1ExpansionTests {
    private func found(_ measurements: [Measurement]) -> [Finding] {
        judge(patientOne, measurements, RuleSettings()).filter { $0.rule == "R1" }
    }

    @Test("The first value at 1×10^5 after the infusion is the one notice")
    func once() throws {
        let findings = found([measured(7, 9e4), measured(14, 1.2e5), measured(21, 3e5)])
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(finding.day == 14 && finding.severity == .notice && !finding.borderline && finding.threshold == 1e5)
        #expect(finding.text.contains("1.2×10^5 copies/ul gDNA") && finding.text.contains("day 14"))
        #expect(finding.advice.contains("days 21 to 44"))
    }

    @Test("An interval that includes the threshold is borderline; a value at the threshold fires")
    func borderline() throws {
        #expect(try #require(found([measured(14, 1.05e5, half: 0.1)]).first).borderline)
        #expect(found([measured(14, 1e5)]).count == 1)
        #expect(found([measured(14, 99_999)]).isEmpty)
    }

    @Test(
        "Above the upper limit of quantification it fires if that limit reaches the threshold, else it asks for a dilution"
    )
    func aboveRange() throws {
        let certain = try #require(found([measured(14, nil, uloq: 1e5, above: true)]).first)
        #expect(!certain.borderline && certain.value == nil)
        let open = try #require(found([measured(14, nil, uloq: 5e4, above: true)]).first)
        #expect(open.borderline && open.advice.contains("Dilute"))
        #expect(found([measured(14, nil, uloq: 5e4, above: true), measured(21, 2e5)]).map(\.day) == [14, 21])
    }

    @Test("Before and on the day of the infusion it is the laboratory's, not expansion")
    func beforeInfusion() throws {
        let findings = judge(patientOne, [measured(0, 2e5)], RuleSettings())
        #expect(findings.map(\.rule) == ["R10"])
        #expect(try #require(findings.first).severity == .laboratory)
    }
}
