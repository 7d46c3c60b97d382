import Foundation
import Testing

@testable import Journal

@Suite struct CanonicalJSONTests {
    @Test func `times are written in UTC to the millisecond and sort as texts`() {
        for seconds in [0, 1.5, 1_790_000_000.001, 1_790_000_000.999, 253_402_300_799] {
            let date = Date(timeIntervalSince1970: seconds)
            #expect(Timestamp.date(Timestamp.text(date)) == date)
        }
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1.25)) == "1970-01-01T00:00:01.250Z")
        #expect(Timestamp.text(.distantFuture).count == 24)
        // Every day of four centuries, at another time each.
        for day in 0..<146_100 where day.isMultiple(of: 7) || (day % 1461) < 62 {
            let milliseconds = (day - 60_000) * 86_400_000 + day * 997 % 86_400_000
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            #expect(Timestamp.date(Timestamp.text(date)) == date)
        }
        for text in ["2026-02-30T10:00:00.000Z", "2026-13-01T10:00:00.000Z", "2026-05-14T10:00:00.0x0Z", "", "2026"] {
            #expect(Timestamp.date(text) == (try? Date(text, strategy: .iso8601)))
        }
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1e15)) == "9999-12-31T23:59:59.000Z")
    }
}
