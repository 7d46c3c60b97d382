import Foundation
import Alerts
import Testing

@Suite struct RecordIDTests {
    @Test func `an id is one string in records and documents, and is read back`() throws {
        #expect(AlertID(12).text == "A12" && DeliveryID(7).text == "D7")
        #expect(AlertID(text: "A12") == AlertID(12))
        let json = try JSONEncoder().encode([AlertID(12)])
        #expect(String(decoding: json, as: UTF8.self) == "[\"A12\"]")
        #expect(try JSONDecoder().decode([AlertID].self, from: json) == [AlertID(12)])
    }

    @Test(arguments: ["", "A", "12", "a12", "D12", "A012", "A+1", "A 1", "A1 ", "A1.0", "A99999999999999999999", "A١"])
    func `what is no id is not taken for one`(text: String) {
        #expect(AlertID(text: text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([AlertID].self, from: JSONEncoder().encode([text]))
        }
    }

    @Test func `ids are in the order of their records, not of their letters`() {
        #expect([AlertID(10), AlertID(9), AlertID(100)].sorted() == [AlertID(9), AlertID(10), AlertID(100)])
    }
}
