import Assay
import Fixtures
import TestSupport
import Testing

@testable import Rules

@Suite("Severities of the rules")
struct SeveritiesTests {
    @Test("no finding has a severity that its rule does not name, and most that are named come about")
    func named() {
        let named = Dictionary(patientRuleSeverities.map { ($0.rule, Set($0.severities)) }) { $0.union($1) }
        var seen: Set<String> = []
        for seed in TestSupport.seeds(0..<400) {
            var numbers = SeededNumbers(seed: seed)
            var level = Double.random(in: 2...6, using: &numbers), day = 7
            var course: [Rules.Measurement] = []
            while day < 900 {
                level = min(6, max(1, level + Double.random(in: -1.5...1.2, using: &numbers)))
                let copies = Assay.copies(ofLog10: level)
                course.append(copies < 50 ? measured(day, nil, lloq: 50) : measured(day, copies))
                day += Int.random(in: 7...120, using: &numbers)
            }
            let clock = ScheduleClock(
                today: CalendarDate(dayNumber: infusionDay.dayNumber + day).unsafelyKnown, firstRecord: infusionDay)
            for finding in judge(patientOne, course, RuleSettings(), clock: clock) {
                #expect(
                    named[finding.rule]?.contains(finding.severity) == true,
                    "\(finding.rule) \(finding.severity), seed \(seed)")
                seen.insert("\(finding.rule) \(finding.severity)")
            }
        }
        guard TestSupport.seeds(0..<400).count > 1 else { return }
        let missing = Set(named.flatMap { rule, severities in severities.map { "\(rule) \($0)" } }).subtracting(seen)
        #expect(
            missing.isSubset(of: ["R10 laboratory", "withheld notice", "R5a warning", "R2 notice"]),
            "\(missing.sorted())")
    }
}
