// The late rise: from a loss, from a low level, in steps; provisional, confirmed, critical, ended; and the order of
// arrival does not matter.
import Assay
import Fixtures
import TestSupport
import Testing

@testable import Rules

struct R8LateRiseTests {
    private func found(_ values: [(Int, Double?)], closures: [Closure] = [], patient: Patient = patientOne) -> [Finding]
    {
        judge(patient, values.map { measured($0.0, $0.1) }, RuleSettings(), closures: closures).filter {
            $0.rule == "R8"
        }
    }
    private func told(_ values: [(Int, Double?)]) -> [String] {
        found(values).map { "\($0.day ?? 0) \($0.severity.rawValue)\($0.confirmed ? " confirmed" : "")" }
    }
    private let lost: [(Int, Double?)] = [(14, 2e5), (30, 2e4), (60, nil), (150, nil), (240, nil)]
    private let plateau: [(Int, Double?)] = [(14, 2e5), (30, 5e4), (60, 2e4), (150, 2.2e4), (240, 1.8e4)]

    @Test("Cells that vanish and come back are told at once, and are critical when a second sample shows them too")
    func reappearance() throws {
        #expect(told(lost).isEmpty)
        #expect(told(lost + [(330, 5e3)]) == ["330 task"])
        #expect(told(lost + [(330, 5e3), (345, 2e4)]) == ["330 critical confirmed"])
        let alert = try #require(found(lost + [(330, 5e3), (345, 2e4)]).first)
        #expect(
            alert.text.contains("below which the copies were on days") && alert.advice.contains("clonality")
                && alert.advice.contains("manufacturer"))
        // Seen once below the limit is enough, where nothing else was seen.
        #expect(told([(14, 2e5), (60, nil), (150, 5e3)]) == ["150 task"])
        #expect(told([(14, 2e5), (30, nil), (150, 5e3)]) == ["150 task"])
    }

    @Test("Just above the limit after a loss is no rise")
    func hovering() { #expect(told(lost + [(330, 40), (420, nil), (510, 60), (600, 35)]).isEmpty) }

    @Test(
        "2.5-fold a visit is told when it has come to tenfold, whatever the baseline does; ever graver ones are told again"
    )
    func climb() {
        let climb: [(Int, Double?)] = [(14, 2e5), (30, 2e4), (60, 1e3), (150, 2.5e3), (240, 6.25e3)]
        #expect(told(climb).isEmpty)
        #expect(told(climb + [(330, 1.56e4)]) == ["330 task"])
        #expect(told(climb + [(330, 1.56e4), (345, 1.6e4)]) == ["330 warning confirmed"])
        #expect(
            told(climb + [(330, 1.56e4), (345, 1.6e4), (420, 3.9e4), (510, 2.4e5)]) == [
                "330 warning confirmed", "420 critical confirmed",
            ])
    }

    @Test("A slow rise of years meets the lowest level that two values held")
    func slow() {
        let slow = (0..<9).map { (60 + 90 * $0, Optional(1e3 * copies(ofLog10: 0.16 * Double($0)))) }
        #expect(told([(14, 2e5)] + slow) == ["780 task"])
    }

    @Test("One low value is no level: a rise above it must be larger, and the plateau's noise is none")
    func single() {
        #expect(told(plateau + [(330, 1.5e3), (420, 2e4), (510, 2e4)]).isEmpty)
        #expect(told(plateau + [(330, 900), (420, 3e4)]) == ["420 task"])
        #expect(told(plateau + [(330, 1.5e4), (420, 2.5e4), (510, 1.6e4), (600, 3e4), (690, 2e4)]).isEmpty)
    }

    @Test("Tenfold the plateau is critical, a return to the plateau a warning, and before day 91 nothing is late")
    func severity() {
        #expect(told(plateau + [(330, 3e5), (345, 3.2e5)]) == ["330 critical confirmed"])
        #expect(told(plateau + [(330, 200), (345, 210), (420, 1e4), (430, 1.1e4)]) == ["420 warning confirmed"])
        #expect(told([(14, 2e5), (30, nil), (60, nil), (90, 1e5)]).isEmpty)
    }

    @Test(
        "A second sample too early does not confirm; a repeat that is normal leaves it provisional until two values have come down"
    )
    func confirmation() {
        #expect(told(lost + [(330, 5e3), (333, 5e3)]) == ["330 task"])
        #expect(told(lost + [(330, 5e3), (420, 5e3)]) == ["330 critical confirmed"])
        #expect(found(lost + [(330, 5e3), (345, nil)]).map(\.clearedDay) == [nil])
        #expect(found(lost + [(330, 5e3), (345, nil), (420, nil)]).map(\.clearedDay) == [420])
        #expect(
            told(lost + [(330, 5e3), (345, nil), (420, nil), (510, 900), (520, 1e3)]) == [
                "330 task", "510 critical confirmed",
            ])
    }

    @Test("Closed by a person, the level that was seen is the new one")
    func closed() {
        let course = lost + [(330, 5e3), (345, 6e3), (420, 7e3), (510, 9e3)]
        let closure = Closure(
            rule: "R8", day: 330, target: "BCMA-CAR-T",
            on: CalendarDate(dayNumber: infusionDay.dayNumber + 400).unsafelyKnown)
        #expect(found(course, closures: [closure]).map(\.day) == [330])
        #expect(found(course + [(600, 9e4), (615, 9e4)], closures: [closure]).map(\.day) == [330, 600])
    }

    @Test("A further infusion opens a new course: its expansion is no late rise, and what rises late in it is")
    func secondInfusion() throws {
        let second = CalendarDate(dayNumber: infusionDay.dayNumber + 300).unsafelyKnown
        let patient = Patient(code: "P01", infusion: infusionDay, physician: "dr_a", further: [.init(date: second)])
        let again = lost + [(300, nil), (310, 3e4), (314, 2e5), (330, 3e4)]
        #expect(found(again, patient: patient).isEmpty && found(again).count == 1)
        let all = judge(patient, again.map { measured($0.0, $0.1) }, RuleSettings())
        #expect(all.filter { $0.rule == "R1" }.map(\.day) == [14, 314])
        let r1 = try #require(all.last { $0.rule == "R1" })
        #expect(
            r1.text.hasPrefix("Infusion 2, \(second.iso) (day 300 after the first") && r1.text.contains("on day 14")
                && r1.subject == "P01 D314 BCMA-CAR-T")
        #expect(found(again + [(360, nil), (450, nil), (540, 5e3), (555, 5e3)], patient: patient).map(\.day) == [540])
    }

    @Test("Whatever the order of arrival, the rises are the same", arguments: UInt64(1)...60)
    func order(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        var arrivals: [Rules.Measurement] = []
        var level = Double.random(in: 1...5, using: &numbers)
        for (number, day) in [14, 30, 60, 90, 150, 165, 240, 330, 345, 420, 510, 525, 600, 690, 1096].enumerated() {
            level = min(max(level + Double.random(in: -1...1.1, using: &numbers), 0.5), 6)
            arrivals.append(
                measured(day, level < 1.3 ? nil : copies(ofLog10: level), half: 0.1, record: Int64(number + 1)))
        }
        func rises(_ arrivals: [Rules.Measurement]) -> [Finding] {
            judge(patientOne, arrivals, RuleSettings()).filter { $0.rule == "R8" }
        }
        let expected = rises(arrivals)
        for _ in 0..<5 { #expect(rises(arrivals.shuffled(using: &numbers)) == expected, "seed \(seed)") }
    }
}
