import Assay
import Foundation
import Hospital
import Testing

@Suite("Numbers of messages and orders")
struct HospitalEventTests {
    @Test("a message's number names site and record, and fits MSH-10")
    func number() {
        #expect(MessageNumber(31).text(site: "LAB1") == "LAB1-000000031")
        #expect(MessageNumber(31, isVoid: true).text(site: "LAB1") == "LAB1-000000031X")
        #expect(MessageNumber(9_999_999_999, isVoid: true).text(site: "ABCDEFGH").count == 20)
    }

    @Test("an order's number holds plain letters alone, at most 50, and begins with what makes it unique")
    func order() {
        let digest = String(repeating: "0123456789abcdef", count: 2)
        let plain = ReportedResult.orderNumber(digest: digest, sample: "P01 D7", target: "BCMA-CAR-T")
        #expect(plain == "0123456789ab.P01_D7.BCMA-CAR-T")
        let hostile = ReportedResult.orderNumber(
            digest: digest, sample: "Müller|β^a&c\r\u{0B}" + String(repeating: "x", count: 200), target: "T")
        #expect(hostile.hasPrefix("0123456789ab.M_ller__"))
        #expect(hostile.utf8.count == 50)
        #expect(hostile.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "|") })
    }

    @Test("units are found however they are written")
    func units() {
        let settings = InterfaceSettings()
        #expect(settings.unit("copies/µl gDNA").code == "{copies}/uL")
        #expect(settings.unit("copies/ul gDNA").code == "{copies}/uL")
    }

    @Test("what was recorded before the site's first day is not sent")
    func since() throws {
        var settings = InterfaceSettings()
        let day = try #require(CalendarDate(iso: "2026-11-29"))
        func event(_ seconds: Double) -> HospitalEvent {
            HospitalEvent(
                number: MessageNumber(1), cause: 1,
                time: Date(timeIntervalSince1970: Double(day.dayNumber) * 86_400 + seconds), patient: "P01",
                content: .test(""))
        }
        #expect(settings.sends(event(-1)))
        settings.since = day
        #expect(!settings.sends(event(-1)))
        #expect(settings.sends(event(0)))
    }
}
