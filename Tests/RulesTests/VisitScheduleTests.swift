import Assay
import Fixtures
import Testing

@testable import Rules

struct VisitScheduleTests {
    private func schedule(_ days: [Int], on day: Int, knownSince: Int = 0, ended: Int? = nil) -> [Int: VisitState] {
        func date(_ day: Int) -> CalendarDate { CalendarDate(dayNumber: infusionDay.dayNumber + day).unsafelyKnown }
        let patient = Patient(code: "P01", infusion: infusionDay, physician: "", ended: ended.map(date))
        let visits = visitSchedule(
            patient, days: days, today: date(day), firstRecord: date(knownSince), settings: RuleSettings())
        return Dictionary(uniqueKeysWithValues: visits.map { ($0.visit.day, $0.state) })
    }

    @Test("Visits are sampled, missed, due or upcoming by the day it is")
    func states() {
        let states = schedule([7, 22], on: 32)
        #expect(
            states[7] == .sampled && states[14] == .missed && states[21] == .sampled && states[30] == .due
                && states[60] == .upcoming)
    }

    @Test("Visits before the patient was known, and after the patient's end, are nobody's fault")
    func skipped() {
        let states = schedule([], on: 400, knownSince: 100, ended: 300)
        #expect(states[60] == .skipped && states[150] == .missed && states[330] == .skipped)
    }

    @Test("What the schedule calls missed is what R9 tells of")
    func asR9() {
        let days = [7, 30]
        let patient = Patient(code: "P01", infusion: infusionDay, physician: "dr_a")
        let today = CalendarDate(dayNumber: infusionDay.dayNumber + 170).unsafelyKnown
        let missed = visitSchedule(
            patient, days: days, today: today, firstRecord: infusionDay, settings: RuleSettings()
        ).filter { $0.state == .missed }.map(\.visit.day)
        let told = judge(
            patient, days.map { measured($0, 2e5) }, RuleSettings(),
            clock: ScheduleClock(today: today, firstRecord: infusionDay))
        #expect(Set(told.filter { $0.rule == "R9" }.compactMap(\.day)) == Set(missed))
        #expect(missed == [14, 21, 60, 150])
    }

    @Test("The response window opens with the first value at the level, and not before the infusion")
    func response() {
        func window(_ values: [Rules.Measurement]) -> ResponseWindow? {
            ResponseWindow(series(of: values, settings: RuleSettings()).values, settings: RuleSettings())
        }
        #expect(window([measured(-3, 2e5), measured(14, 1.2e5), measured(21, 3e5)])?.days == 21...44)
        #expect(window([measured(14, 9e4)]) == nil)
    }
}
