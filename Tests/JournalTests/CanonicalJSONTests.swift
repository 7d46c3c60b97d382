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
        #expect(Timestamp.text(Date(timeIntervalSince1970: 1e15)) == "9999-12-31T23:59:59.000Z")
    }
}
