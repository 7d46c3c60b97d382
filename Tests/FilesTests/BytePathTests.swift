import Files
import Testing

@Suite("Paths of bytes")
struct BytePathTests {
    @Test(
        "come back from their text, whatever bytes they hold",
        arguments: [
            Array("/export/Lauf 3 – Größe.lc96p".utf8), [47, 0xFF, 0xFE, 97], [47, 0xE2, 0x28, 0xA1],
            Array("/a\\x41b".utf8),
            Array("/line\nbreak\u{1B}[2J".utf8), Array("/\u{202E}tfil".utf8), [47, 0xC3], [],
        ] as [[UInt8]])
    func roundTrip(bytes: [UInt8]) {
        #expect(BytePath(text: BytePath(bytes: bytes).text).bytes == bytes)
    }

    @Test("show what cannot be shown as escapes")
    func escapes() {
        #expect(BytePath(bytes: [97, 10, 0xFF]).text == "a\\x0a\\xff")
        #expect(BytePath("\\").text == "\\x5c")
        #expect(BytePath("/Lauf – Größe").text == "/Lauf – Größe")
    }

    @Test("tell composed from decomposed letters, which String does not")
    func normalisation() {
        #expect(BytePath("\u{E9}") != BytePath("e\u{301}"))
    }

    @Test("know their last component and their children")
    func components() {
        #expect(BytePath("/a/b.lc96p").name == BytePath("b.lc96p"))
        #expect(BytePath("b").name == BytePath("b"))
        #expect(BytePath("/a/").appending(Array("b".utf8)) == BytePath("/a/b"))
        #expect(BytePath("/a").appending(Array("b".utf8)) == BytePath("/a/b"))
    }
}
