import Assay
import Fixtures
import Testing

@testable import Rules

struct R5aRelapseLevelTests {
    private func found(_ measurements: [Measurement]) -> [Finding] {
        judge(patientOne, measurements, RuleSettings()).filter { $0.rule == "R5a" }
    }

    @Test("The study's patient: 84 copies raise a critical alert on that sample")
    func study() throws {
        let course = [(7, 1e3), (14, 4e4), (30, 2e4), (60, 1.2e4), (150, 1e4), (240, 9e3), (307, 84)].map {
            measured($0.0, $0.1)
        }
        let finding = try #require(found(course).first)
        #expect(finding.day == 307 && finding.severity == .critical && !finding.borderline && finding.value == 84)
        #expect(finding.text.contains("84 copies/ul gDNA"))
        #expect(finding.text.contains("day 240"))
    }

    @Test("Before day 60 it fires only once the patient has held more than 840")
    func early() {
        #expect(found([measured(7, 50), measured(14, 60)]).isEmpty)
        #expect(found([measured(7, 840), measured(14, 60)]).isEmpty)
        #expect(found([measured(7, 841), measured(14, 60)]).map(\.day) == [14])
        #expect(found([measured(60, 60)]).map(\.day) == [60])
    }

    @Test("A value above the threshold whose interval includes it is borderline")
    func borderline() throws {
        #expect(try #require(found([measured(150, 95, half: 0.1)]).first).borderline)
        #expect(found([measured(150, 95, half: 0.01)]).isEmpty)
    }

    @Test("Below a limit that lies above the threshold, relapse level cannot be excluded: a warning")
    func notExcluded() throws {
        let finding = try #require(found([measured(150, nil, lloq: 100)]).first)
        #expect(finding.severity == .warning && finding.borderline && finding.text.contains("cannot be excluded"))
        #expect(try #require(found([measured(150, nil, lloq: 84)]).first).severity == .critical)
    }

    @Test("A less certain alert does not suppress a graver one, and an equal one does not come again")
    func graver() {
        let course = [
            measured(150, nil, lloq: 100), measured(160, 95, half: 0.1), measured(170, 60), measured(180, 50),
        ]
        #expect(found(course).map(\.day) == [150, 160, 170])
    }

    @Test("Two consecutive recovered values clear it, one does not, and then it can fire again")
    func clears() throws {
        let low = [measured(60, 2e4), measured(150, 1.5e4), measured(240, 50)]
        #expect(try #require(found(low + [measured(254, 1.4e4)]).first).clearedDay == nil)
        #expect(try #require(found(low + [measured(254, 1.4e4), measured(260, 100)]).first).clearedDay == nil)
        let cleared = found(low + [measured(254, 1.4e4), measured(268, 1.3e4), measured(330, 40)])
        #expect(cleared.map(\.day) == [240, 330])
        #expect(cleared.map(\.clearedDay) == [268, nil])
    }
}
