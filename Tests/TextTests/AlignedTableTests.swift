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

    @Test("put what a narrow terminal has no room for on lines below, and break what is too wide at its blanks")
    func folded() {
        var table = AlignedTable([.init("id"), .init("channel"), .init("recipients"), .init("answer")])
        table.add(["D12", "mail", "physician laboratory", "250 queued as 7A1F by the hospital's own server"])
        table.add(["D13", "hook", "laboratory", ""])
        #expect(
            table.text(columns: 40) == """
                id   channel  recipients
                    answer
                D12  mail     physician laboratory
                    250 queued as 7A1F by the hospital's
                    own server
                D13  hook     laboratory

                """)
        #expect(table.text(columns: 200) == table.text() && table.text(columns: nil) == table.text())
        #expect(table.rowTexts(columns: 40).joined() == table.text(columns: 40))
        #expect(table.rowTexts(columns: 40).count == 3)
    }

    @Test("leave a word that is longer than a line whole")
    func longWord() {
        #expect(wrapped("a bb ccccc dd", columns: 4) == ["a bb", "ccccc", "dd"])
        #expect(wrapped("", columns: 4) == [""])
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
