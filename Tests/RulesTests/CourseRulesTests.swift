// R6, R7: loss, forecast.
import Assay
import Fixtures
import Testing

@testable import Rules

struct CourseRulesTests {
    private func found(_ rule: RuleID, _ measurements: [Measurement]) -> [Finding] {
        judge(patientOne, measurements, RuleSettings()).filter { $0.rule == rule }
    }
    private let held = [measured(14, 4e4), measured(60, 1e3), measured(150, 500)]

    @Test("Two consecutive days below the limit are a loss; one is not; Tbql is the first")
    func loss() throws {
        #expect(found("R6", held + [measured(240, nil)]).isEmpty)
        let alert = try #require(
            found("R6", held + [measured(240, nil), measured(330, nil), measured(420, nil)]).first)
        #expect(alert.day == 330 && alert.severity == .warning && alert.text.contains("from day 240 on."))
        #expect(found("R6", held + [measured(240, nil), measured(330, nil), measured(420, nil)]).count == 1)
    }

    @Test("Who never had any has nothing to lose, and a plate that sees no low level says nothing")
    func noLoss() {
        #expect(found("R6", [measured(60, nil), measured(150, nil), measured(240, nil)]).isEmpty)
        #expect(found("R6", held + [measured(240, nil, lloq: 900), measured(330, nil, lloq: 900)]).isEmpty)
    }

    @Test("A loss clears with two quantified values and can come again")
    func lossAgain() {
        let course =
            held + [
                measured(240, nil), measured(330, nil), measured(340, 90), measured(350, 90), measured(420, nil),
                measured(510, nil),
            ]
        #expect(found("R6", course).map(\.day) == [330, 510])
        #expect(found("R6", course).map(\.clearedDay) == [350, nil])
    }

    @Test("A steady fall that leads below 850 within 90 days goes to the physician together with R3")
    func forecast() throws {
        let falling = [(60, 3e4), (150, 1.6e4), (240, 8.2e3), (330, 4.3e3)].map { measured($0.0, $0.1) }
        #expect(found("R7", falling).isEmpty)
        let steeper = falling + [measured(375, 1.2e3)]
        #expect(found("R3", steeper).map(\.day) == [375])
        let alert = try #require(found("R7", steeper).first)
        #expect(alert.severity == .warning && alert.day == 375 && alert.text.contains("log10 a month"))
        #expect(found("R7", [(60, 3e4), (150, 3.1e4), (240, 2.9e4)].map { measured($0.0, $0.1) }).isEmpty)
    }
}
