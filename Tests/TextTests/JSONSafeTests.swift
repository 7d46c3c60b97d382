import Foundation
import Testing
import Text

@Suite("JSON for terminals")
struct JSONSafeTests {
    @Test(
        "shows what would steer a terminal and means the same",
        arguments: ["\u{7F}", "a\u{9B}31mb", "\u{202E}rtl", "\u{2028}", "µ ä 中 👩‍🔬 \\ \" "])
    func escapes(text: String) throws {
        let raw = String(decoding: try JSONEncoder().encode([text]), as: UTF8.self)
        let plain = jsonSafe(raw)
        #expect(try JSONDecoder().decode([String].self, from: Data(plain.utf8)) == [text])
        #expect(
            !plain.unicodeScalars.contains {
                $0.properties.generalCategory == .control || (0x2028...0x202E).contains($0.value)
            })
    }

    @Test("leaves the rest alone")
    func rest() { #expect(jsonSafe("{\"a\":[1,null,\"ä\"]}") == "{\"a\":[1,null,\"ä\"]}") }
}
