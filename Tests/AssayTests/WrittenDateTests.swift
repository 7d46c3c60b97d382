import Assay
import Testing

@Suite struct WrittenDateTests {
    private let day = CalendarDate(year: 2026, month: 5, day: 14)

    @Test(arguments: ["2026-05-14", "2026/5/14", "14.05.2026", "14/5/2026", "05/14/2026"])
    func `a date that can mean one day only is that day`(text: String) throws {
        #expect(WrittenDate(text) == .date(try #require(day)))
    }

    @Test func `a date that could mean two days says both, and no date is none`() throws {
        let may = try #require(CalendarDate(year: 2026, month: 5, day: 4))
        let april = try #require(CalendarDate(year: 2026, month: 4, day: 5))
        #expect(WrittenDate("04.05.2026") == .ambiguous(may, april))
        for text in ["", "2026-13-01", "14.05.26", "2026-05", "٢٠٢٦-05-14", "today"] {
            #expect(WrittenDate(text) == .none)
        }
    }

    @Test(arguments: ["9:30", "09:30", "09:30:00"])
    func `a time of day may leave out its seconds`(text: String) throws {
        #expect(try #require(ClockTime(text)).iso == "09:30:00")
    }

    @Test(arguments: ["", "24:00", "09:60", "09:30:60", "9", "09:3", "+9:30", "09:30:15:00", "٠٩:30"])
    func `what is no time of day is none`(text: String) {
        #expect(ClockTime(text) == nil)
    }

    @Test func `a moment is a date, and behind a blank or a T a time of day`() throws {
        #expect(WrittenMoment("2026-05-14 00:00")?.clock?.isMidnight == true)
        #expect(WrittenMoment("2026-05-14T09:30")?.clock?.hour == 9)
        #expect(WrittenMoment("2026-05-14")?.clock == nil && WrittenMoment("2026-05-14") != nil)
        #expect(WrittenMoment("2026-05-14 noon") == nil && WrittenMoment("2026-05-14 09:30 UTC") == nil)
    }
}
