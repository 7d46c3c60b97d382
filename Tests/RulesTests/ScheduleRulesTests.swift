// R2 and R9 stand on what has not come: the clock is an argument.
import Assay
import Fixtures
import Testing

@testable import Rules

struct ScheduleRulesTests {
    private func day(_ n: Int) -> CalendarDate { CalendarDate(dayNumber: infusionDay.dayNumber + n).unsafelyKnown }

    private func found(
        _ rule: RuleID, _ measurements: [Measurement], today: Int, patient: Patient = patientOne, firstRecord: Int = 0
    ) -> [Finding] {
        judge(
            patient, measurements, RuleSettings(),
            clock: ScheduleClock(today: day(today), firstRecord: day(firstRecord))
        ).filter { $0.rule == rule }
    }

    @Test("No expansion is told after day 37, not before, and taken back by a late result")
    func noExpansion() throws {
        let low = [measured(0, nil), measured(7, 1e3), measured(14, 4e4), measured(30, 1e4)]
        #expect(found("R2", low, today: 37).isEmpty)
        let alert = try #require(found("R2", low, today: 38).first)
        #expect(alert.severity == .notice && alert.value == 4e4 && alert.text.contains("day 14"))
        #expect(found("R2", low + [measured(21, 1.1e5)], today: 38).isEmpty)
        #expect(found("R2", low + [measured(60, 1.1e5)], today: 70).count == 1)
        #expect(found("R2", [measured(60, 1e3)], today: 70).count == 1)
        #expect(found("R2", [measured(60, 1e3)], today: 70, firstRecord: 50).isEmpty)
    }

    @Test("Schedule rules stop at the patient's end")
    func ended() {
        let gone = Patient(code: "P01", infusion: infusionDay, physician: "dr_a", ended: day(20))
        let few = [measured(0, nil), measured(7, 1e3)]
        #expect(found("R2", few, today: 400, patient: gone).isEmpty)
        #expect(found("R9", few, today: 400, patient: gone).compactMap(\.day) == [14, 14])
    }

    @Test("A visit is missed after its grace: the laboratory first, the physician after another grace")
    func missed() throws {
        let few = [measured(0, nil), measured(7, 1e3)]
        #expect(found("R9", few, today: 17).isEmpty)
        #expect(found("R9", few, today: 18).map(\.severity) == [.task])
        #expect(found("R9", few, today: 20).map(\.severity) == [.task])
        #expect(found("R9", few, today: 21).map(\.severity) == [.task, .notice])
        #expect(try #require(found("R9", few, today: 18).first).text.contains("2026-01-27"))
    }

    @Test("A sample near its visit counts, a later one ends the alert, and visits before the first record are skipped")
    func near() {
        let on = [0, 7, 15, 20, 33, 55, 140].map { measured($0, 1e4) }
        #expect(found("R9", on, today: 160).isEmpty)
        #expect(found("R9", [measured(7, 1e4), measured(30, 1e4)], today: 31).map(\.clearedDay) == [30, 30, 30, 30])
        #expect(found("R9", [measured(7, 1e4)], today: 400, firstRecord: 395).isEmpty)
    }

    @Test("After the two years one visit a year is asked for: a missed one is told, one that was kept is not")
    func yearly() throws {
        let years = (3...15).map { (year: $0, day: Int((Double($0) * 365.25).rounded())) }
        let twoYears = RuleSettings().visits.map(\.day)
        for missed in [3, 5, 14] {
            let missedDay = try #require(years.first { $0.year == missed }).day
            // Kept a little early and a little late by turns, as patients come.
            let kept = years.filter { $0.year != missed }.map { $0.day + ($0.year % 2 == 0 ? -20 : 25) }
            let values = (twoYears + kept).map { measured($0, 1e4) }
            let soon = values.filter { $0.day ?? 0 < missedDay }
            #expect(found("R9", soon, today: missedDay + 30).isEmpty)
            #expect(found("R9", soon, today: missedDay + 31).map(\.day) == [missedDay])
            #expect(found("R9", soon, today: missedDay + 61).map(\.severity) == [.task, .notice])
            // At the end of the fifteen years that one alone was missed, and the next year's sample ended it.
            let told = found("R9", values, today: 6000)
            #expect(told.map(\.day) == [missedDay, missedDay])
            #expect(told.allSatisfy { ($0.clearedDay ?? 0) > missedDay + 300 })
        }
        #expect(found("R9", (twoYears + years.map(\.day)).map { measured($0, 1e4) }, today: 6000).isEmpty)
    }

    @Test("The next day on which the schedule can speak")
    func next() {
        #expect(nextScheduledDay(patientOne, after: day(0), settings: RuleSettings()) == day(11))
        #expect(nextScheduledDay(patientOne, after: day(11), settings: RuleSettings()) == day(14))
        #expect(nextScheduledDay(patientOne, after: day(1000), settings: RuleSettings()) == day(1096 + 31))
        #expect(nextScheduledDay(patientOne, after: day(6000), settings: RuleSettings()) == nil)
    }
}
