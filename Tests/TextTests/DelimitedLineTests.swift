import Testing
import Text

@Suite("Cells that a spreadsheet opens")
struct DelimitedLineTests {
    @Test(
        "show text and run none",
        arguments: [
            ("plain", "plain"), ("=cmd", "'=cmd"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), (" =x", "' =x"),
            ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\r\nb\tc", "abc"), ("\t=x", "'=x"), ("\u{202E}gnp", "gnp"),
            ("", ""), ("µ", "µ"), ("\u{200B}=x", "'=x"), ("\u{A0}=x", "'\u{A0}=x"), ("＝1＋1", "'＝1＋1"),
            ("a;=cmd", "a;'=cmd"), ("a; @x;b", "a;' @x;b"), ("a=b", "a=b"), ("\u{9B}31m", "31m"),
            ("\"\u{301},x", "\"\"\"\u{301},x\""),
        ])
    func text(text: String, cell: String) { #expect(tableCell(text) == cell) }

    @Test("hold no separator of their table")
    func separator() {
        #expect(tableCell("a\tb", separator: "\t") == "ab" && tableCell("a,b", separator: "\t") == "a,b")
        #expect(delimitedLine([tableCell("a,b"), "-3.5", ""]) == "\"a,b\",-3.5,")
    }
}
