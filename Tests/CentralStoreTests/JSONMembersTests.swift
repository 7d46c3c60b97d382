import Testing

@testable import CentralStore

@Suite("Members of a JSON object")
struct JSONMembersTests {
    private func member(_ text: String, _ name: StaticString) -> String? {
        Array(text.utf8).withUnsafeBytes { bytes in
            jsonMembers(bytes, [name])?["\(name)"].map { String(decoding: bytes[$0], as: UTF8.self) }
        }
    }

    @Test("are found at the first level alone, whatever texts hold")
    func found() {
        #expect(member(#"{"a":{"b":1},"b":"x,\"}","c":[1,{"b":2}]}"#, "b") == #""x,\"}""#)
        #expect(member(#"{"a":[{"b":2}],"c":null}"#, "c") == "null")
        #expect(member(#"{"a":-1.5e3}"#, "a") == "-1.5e3")
    }

    @Test(
        "are nil where the bytes are no whole object", arguments: ["", "{", #"{"a""#, #"{"a":1"#, "[1]", #"{"a":1}x"#])
    func broken(text: String) { #expect(member(text, "a") == nil) }
}
