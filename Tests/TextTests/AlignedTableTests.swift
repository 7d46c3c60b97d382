import Testing
import Text

@Suite("Tables for people")
struct AlignedTableTests {
    @Test("align their columns and cut trailing blanks")
    func alignment() {
        var table = AlignedTable([.init("patient"), .init("copies", .right), .init("note")])
        table.add(["P01", "84"])
        table.add(["P100000", "250000", "x", "beyond the last column"])
        #expect(
            table.text() == """
                patient  copies  note
                P01          84
                P100000  250000  x

                """)
    }

    @Test(
        "show control characters instead of sending them",
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("line\nbreak", "line\\u{A}break"), ("\u{202E}rtl", "\\u{202E}rtl"),
            ("µ ä 中 ✓", "µ ä 中 ✓"),
            ("\u{9B}31m", "\\u{9B}31m"), ("\u{2028}", "\\u{2028}"),
        ])
    func escaping(text: String, shown: String) {
        #expect(terminalSafe(text) == shown)
        var table = AlignedTable([.init("t")])
        table.add([text])
        #expect(table.text() == "t\n\(shown)\n")
    }
}
