import Assay
import Fixtures
import Foundation
import Testing

@testable import Rules

struct ClosureTests {
    private let plateau = [measured(60, 2.2e4), measured(150, 2e4), measured(240, 2.1e4)]
    private func day(_ n: Int) -> CalendarDate { CalendarDate(dayNumber: infusionDay.dayNumber + n).unsafelyKnown }
    private func found(_ rule: RuleID, _ more: [Rules.Measurement], _ closures: [Closure]) -> [Int?] {
        judge(patientOne, plateau + more, RuleSettings(), closures: closures).filter { $0.rule == rule }.map(\.day)
    }

    @Test("Closing a decline makes its values the new level: later values are held against it")
    func decline() {
        let low = [measured(330, 1.8e3), measured(344, 1.7e3), measured(420, 1.6e3), measured(510, 1.5e3)]
        let closure = Closure(rule: "R4", day: 330, target: "bcma car t", on: day(350))
        #expect(found("R4", low, []) == [330])
        #expect(found("R4", low, [closure]) == [330])
        let again = low + [measured(600, 150)]
        #expect(found("R4", again, []) == [330])
        #expect(found("R4", again, [closure]) == [330, 600])
    }

    @Test("Closing a relapse alert lets the next low value fire again; another rule's closing does not")
    func relapse() {
        let low = [measured(330, 60), measured(420, 50)]
        #expect(found("R5a", low, []) == [330])
        #expect(found("R5a", low, [Closure(rule: "R5a", day: 330, target: "BCMA-CAR-T", on: day(340))]) == [330, 420])
        #expect(found("R5a", low, [Closure(rule: "R5", day: 330, target: "BCMA-CAR-T", on: day(340))]) == [330])
    }

    @Test("The physician hears of a result that is withheld for two days while an alert is open")
    func withheld() throws {
        let now = Date(timeIntervalSince1970: 1_900_000_000)
        var stuck = measured(420, 1e4, withheld: "The run failed its quality control.")
        stuck.recorded = now - 47 * 3600
        func told(_ now: Date, _ others: [Rules.Measurement]) -> [Finding] {
            judge(patientOne, plateau + others, context: context(), now: now).filter { $0.rule == "withheld" }
        }
        let low = measured(330, 60)
        #expect(told(now, [low, stuck]).isEmpty)
        let finding = try #require(told(now + 7200, [low, stuck]).first)
        #expect(finding.severity == .notice)
        #expect(finding.day == 420)
        #expect(finding.text.contains("failed its quality control"))
        #expect(told(now + 7200, [stuck]).isEmpty)
        #expect(told(now + 7200, [low, stuck, measured(420, 1e4, run: "repeat")]).isEmpty)
    }
}
