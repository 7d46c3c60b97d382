@testable import Pages
import Testing
import Text

@Suite("HTML")
struct HTMLTests {
    @Test("escapes every text, however it comes in")
    func texts() {
        let hostile = "</script><svg onload=\"x\">'&"
        let shown = "&lt;/script&gt;&lt;svg onload=&quot;x&quot;&gt;&#39;&amp;"
        #expect(HTML(hostile).source == shown)
        #expect(("\(hostile)" as HTML).source == shown)
        #expect(HTML.element("p", [.title(hostile)], HTML(hostile)).source == "<p title=\"\(shown)\">\(shown)</p>")
    }

    @Test("each link to a section of a page leads there", arguments: ["run", "patient", "index"])
    func sections(kind: String) throws {
        let pages = ["run": PagePlate.small().page(), "patient": examplePatientPage(), "index": exampleIndexPage()]
        let page = try #require(pages[kind])
        let links = page.matches(of: /href="#([^"]*)"/).map { String($0.1) }
        #expect(links.count >= 4 && Set(links).count == links.count)
        for link in links { #expect(page.contains("<section id=\"\(link)\">"), "\(link)") }
    }

    @Test("closes what it opens")
    func elements() {
        #expect(HTML.element("p", [], "a", "b").source == "<p>ab</p>")
        #expect(HTML.empty("path", [Attribute("d", "M0 0")]).source == "<path d=\"M0 0\"/>")
        #expect((HTML("a") + "b").source == "ab" && HTML([]).isEmpty)
    }

    @Test("replaces what HTML forbids and what turns the direction of the text around it, and nothing else")
    func characters() {
        #expect(htmlSafe("a\u{0}b\u{1B}c\u{202E}d\u{2066}e\u{FEFF}") == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}")
        #expect(htmlSafe("µ Ωé سلام 細胞 👩\u{200D}🔬\t\n") == "µ Ωé سلام 細胞 👩\u{200D}🔬\t\n")
    }

    @Test("bounds names and keeps the whole of them in the title")
    func names() {
        let long = String(repeating: "x", count: 10_000)
        #expect(name("P01").source == "P01" && name("سلام").source == "<bdi>سلام</bdi>")
        #expect(name(long).source == "<bdi title=\"\(long)\">\(long.prefix(nameMax))…</bdi>")
        #expect(name("a" + String(repeating: "\u{301}", count: 10_000)).source.hasSuffix("…</bdi>"))
    }

    @Test("gives a rounded number its digits for programs")
    func numbers() {
        #expect(number(23.456, 2).source == "<data value=\"23.456\">23.46</data>")
        #expect(number(23.5, 1).source == "23.5" && number(nil, 2).source == "–" && number(.nan, 2).source == "–")
        #expect(copies(84).source == "84" && interval(nil, nil).source == "–")
    }
}
