import Testing
import Text

/// What a file may call itself, and what each destination must not let through.
@Suite("Foreign text")
struct EscapingTests {
    /// One of each kind that steers: ASCII's control characters, DEL, those beyond ASCII that terminals obey, line
    /// separators, marks of direction, invisible characters, tags.
    static let steering: [Unicode.Scalar] = [
        "\0", "\u{7}", "\t", "\n", "\r", "\u{1B}", "\u{7F}", "\u{85}", "\u{9B}", "\u{2028}", "\u{2029}", "\u{61C}",
        "\u{200B}", "\u{200E}", "\u{200F}", "\u{202A}", "\u{202E}", "\u{2066}", "\u{2069}", "\u{FEFF}", "\u{FFF9}",
        "\u{E0041}",
    ]
    /// Numbers as they are written for their readers may stand; nothing of `steering` may.
    private func isHarmless(_ text: String, except allowed: Set<Unicode.Scalar> = []) -> Bool {
        !text.unicodeScalars.contains { Self.steering.contains($0) && !allowed.contains($0) }
    }

    @Test("that steers reaches no destination", arguments: steering)
    func steers(scalar: Unicode.Scalar) {
        let hostile = "a\(scalar)b"
        #expect(scalar.steers)
        #expect(isHarmless(terminalSafe(hostile)) && isHarmless(logSafe(hostile)))
        #expect(isHarmless(shown(hostile)) && isHarmless(quoted(hostile)))
        #expect(isHarmless(headerSafe(hostile)))
        #expect(isHarmless(tableCell(hostile)) && isHarmless(tableCell(hostile, separator: "\t")))
        #expect(isHarmless(htmlSafe(hostile), except: ["\t", "\n"]))
        #expect(isHarmless(hl7Safe(hostile)) && isHarmless(fhirSafe(hostile), except: ["\t", "\n", "\r"]))
        if scalar.value >= 0x7F { #expect(isHarmless(jsonSafe("\"\(hostile)\""))) }
    }

    @Test("that is a text in any script stays as it is, everywhere", arguments: ["µ ä 中 ✓", "Größe – 25 °C", "سلام"])
    func plain(text: String) {
        for written in [
            terminalSafe(text), logSafe(text), shown(text), headerSafe(text), tableCell(text), htmlSafe(text),
            xmlSafe(text), jsonSafe(text), hl7Safe(text), fhirSafe(text),
        ] {
            #expect(written == text)
        }
        #expect(quoted(text) == "\"\(text)\"")
    }

    @Test("keeps the joiners of words and emoji where they could not be written as an escape")
    func joiners() {
        let text = "\u{1F469}\u{200D}\u{1F52C} می\u{200C}خواهم"
        #expect(headerSafe(text) == text && tableCell(text) == text && htmlSafe(text) == text)
        #expect(hl7Safe(text) == text && fhirSafe(text) == text)
        #expect(terminalSafe(text).contains("\\u{200D}") && !terminalSafe(text).contains("\u{200D}"))
    }

    @Test(
        "shows a terminal what it must not obey",
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("line\nbreak", "line\\u{A}break"), ("\u{E000}", "\\u{E000}"),
            ("\u{378}", "\\u{378}"),
        ])
    func terminal(text: String, written: String) {
        #expect(terminalSafe(text) == written)
    }

    @Test("is one line of the log, whatever a file calls itself")
    func log() {
        #expect(logSafe("a\nb\u{1B}[2Jc\u{202E}d\u{7F}") == "a\\u{a}b\\u{1b}[2Jc\\u{202e}d\\u{7f}")
        #expect(logSafe("Größe – 25 °C \\x0a") == "Größe – 25 °C \\x0a")
    }

    @Test("is cut where it is too long, and says so")
    func cut() {
        let long = String(repeating: "a", count: 30)
        #expect(terminalSafe(long, max: 5) == "aaaaa…")
        #expect(shown(long, max: 5) == "aaaaa…")
        #expect(quoted(long, max: 5) == "\"aaaaa…\"")
        #expect(shown("a" + String(repeating: "\u{301}", count: 10_000), max: 5).unicodeScalars.count == 6)
    }

    @Test("ends no header and no variable of a hook")
    func header() {
        #expect(headerSafe("P05\r\nBcc: x\u{2028}y\u{202E}z\0") == "P05  Bcc: x y z ")
    }

    @Test("is text in HTML, between tags and inside attributes")
    func html() {
        #expect(htmlSafe("<b a='1' c=\"2\">&") == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;")
        #expect(htmlSafe("a\u{FFFE}b\u{9B}") == "a\u{FFFD}b\u{FFFD}")
    }

    @Test("is data in XML, without what XML has no place for")
    func xml() {
        #expect(xmlSafe("A & B <\"µ\">\u{7}\u{FFFF}'") == "A &amp; B &lt;&quot;µ&quot;&gt;'")
        #expect(xmlSafe("\u{202E}") == "\u{202E}")
    }
}
