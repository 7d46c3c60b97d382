// Files that are broken, cut, disguised or meant to do harm. Each ends in a sentence; none ends the process.
import Assay
import Foundation
import RunFormats
import Testing

@Suite struct HostileFileTests {
    private func expectUnreadable(_ bytes: Data, _ part: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let found = failure(bytes)
        guard case .unreadable(let sentence) = found else {
            Issue.record("not unreadable but \(String(describing: found))", sourceLocation: sourceLocation)
            return
        }
        #expect(isPlainSentence(sentence) && sentence.contains(part), "\(sentence)", sourceLocation: sourceLocation)
    }

    private func expectIncomplete(_ bytes: Data, _ part: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let found = failure(bytes)
        guard case .incomplete(let sentence) = found else {
            Issue.record("not incomplete but \(String(describing: found))", sourceLocation: sourceLocation)
            return
        }
        #expect(sentence.hasSuffix(".") && sentence.contains(part), "\(sentence)", sourceLocation: sourceLocation)
    }

    @Test func `An empty file may still be arriving`() { expectIncomplete(Data(), "empty") }

    @Test(arguments: [0.02, 0.3, 0.7, 0.99])
    func `A truncated container may still be arriving`(part: Double) throws {
        let bytes = try TestContainer().bytes()
        expectIncomplete(bytes.prefix(Int(Double(bytes.count) * part)), "ends early")
    }

    @Test func `A container whose end is still zeros may still be arriving`() throws {
        var bytes = try TestContainer().bytes()
        bytes.replaceSubrange(bytes.count / 2..<bytes.count, with: Data(count: bytes.count - bytes.count / 2))
        expectIncomplete(bytes, "ends early")
    }

    @Test(arguments: ["Dear colleague,\nplease find the run attached.\n", "\u{0}\u{1}\u{2}\u{3}\u{4}"])
    func `Another kind of file under the instrument's name is refused`(text: String) {
        expectUnreadable(Data(text.utf8), "neither")
    }

    @Test func `A document that is no RDML is refused`() {
        expectUnreadable(Data("<plate><well/></plate>".utf8), "XML but no RDML")
    }

    @Test(arguments: [
        ("%PDF-1.7 something", "a PDF document"), ("GIF89a", "a picture (GIF)"),
        ("<html><body>hello</body></html>", "a web page"),
        ("\n<!DOCTYPE html>\n<html></html>", "a web page"), ("SQLite format 3\u{0}", "a SQLite database"),
    ])
    func `What is no run at all is called by its name`(text: String, kind: String) {
        expectUnreadable(Data(text.utf8), "The file is \(kind)")
    }

    @Test func `A workbook is called a workbook`() throws {
        let members = ["[Content_Types].xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml"].map {
            ($0, Data("<a/>".utf8))
        }
        expectUnreadable(try TestZip.archive(members), "an Excel workbook and no run")
    }

    @Test func `An encrypted zip is refused`() throws {
        let members = TestContainer().members()
        expectUnreadable(try TestZip.archive(members, password: "secret"), "encrypted")
    }

    @Test func `A zip of something else is refused`() throws {
        expectUnreadable(try TestZip.archive([("a.txt", Data("a".utf8)), ("b.txt", Data("b".utf8))]), "no export")
        expectUnreadable(try TestZip.archive([("a.txt", Data("hello".utf8))]), "a.txt")
    }

    @Test(arguments: [TestZip.LocalHeader.withoutSizes, .zip64, .anotherTime, .wrongChecksum])
    func `An archive whose local headers say less is read by its directory`(change: TestZip.LocalHeader) throws {
        let run = try onlyRun(TestZip.changing(change, try TestContainer().bytes()))
        #expect(
            run.incomplete == nil && run.status("container_members") == .pass && run.status("manifest_digest") == .pass)
        var damaged = TestZip.changing(change, try TestContainer().bytes())
        let name = try #require(damaged.range(of: Data("calculated_data.xml".utf8)))
        damaged[name.upperBound + 200] ^= 0x10
        #expect(try onlyRun(damaged).incomplete?.contains("calculated_data.xml") == true)
    }

    @Test func `A size that lies is a damaged member`() throws {
        let run = try onlyRun(TestZip.declaringSize(try TestContainer().bytes(), 10_000_000))
        #expect(run.status("container_members") == .fail && run.incomplete?.contains("app_data.xml") == true)
    }

    @Test func `Two members of one name are refused`() throws {
        var members = TestContainer().members()
        members.append(("rdml_dat2.xml", Data("<rdml/>".utf8)))
        expectUnreadable(
            TestZip.patched(try TestZip.archive(members), "rdml_dat2.xml", "rdml_data.xml"), "two files of one name")
        // Distinct for the zip, one for the reader: folders and case.
        members[members.count - 1].name = "copy/RDML_DATA.xml"
        expectUnreadable(try TestZip.archive(members), "twice")
    }

    @Test func `More members than any export has are refused`() throws {
        expectUnreadable(try TestZip.archive((0..<300).map { ("m\($0).xml", Data("<a/>".utf8)) }), "300 files")
    }

    @Test func `A bomb stops at the cap`() throws {
        expectUnreadable(try TestZip.archive([("rdml_data.xml", bomb(megabytes: 70))]), "more than 64 MB")
        let half = bomb(megabytes: 45)
        let bytes = try TestZip.archive([
            ("app_data.xml", half), ("calculated_data.xml", half), ("rdml_data.xml", half),
        ])
        expectUnreadable(bytes, "the archive unpacks to more than 128 MB")
    }

    private func bomb(megabytes: Int) -> Data {
        let comment = Data("<!--".utf8) + Data(repeating: 0x61, count: 64 << 10) + Data("-->".utf8)
        var bomb = Data("<rdml>".utf8)
        for _ in 0..<megabytes * 16 { bomb += comment }
        return bomb
    }

    @Test func `A file beyond the cap is refused unread`() { expectUnreadable(Data(count: 65 << 20), "64 MB") }

    @Test func `An attribute of a hundred megabytes is refused`() throws {
        let attribute = Data("<rdml version=\"".utf8) + Data(repeating: 0x61, count: 100 << 20) + Data("\"/>".utf8)
        expectUnreadable(try TestZip.archive([("rdml_data.xml", attribute)]), "rdml_data.xml")
        expectUnreadable(
            Data("<rdml version=\"".utf8) + Data(repeating: 0x61, count: 100 << 10) + Data("\"/>".utf8), "longer than")
    }

    @Test func `A flood of attributes ends before it is compared`() {
        var flood = "<rdml"
        for index in 0..<400_000 { flood += " a\(index)=\"\"" }
        expectUnreadable(Data((flood + "/>").utf8), "distinct names")
        expectUnreadable(Data("<rdml \(String(repeating: "a", count: 400_000))=\"\"/>".utf8), "longer than 256 KB")
        let some = (0..<100).map { " a\($0)=\"\"" }.joined()
        expectUnreadable(Data("<rdml\(some)/>".utf8), "attributes")
        expectUnreadable(Data("<rdml><other\(some)/></rdml>".utf8), "attributes")
    }

    @Test func `A flood of names ends before the parser has kept them`() {
        let names = (0..<200_000).map { "<e\($0)/>" }.joined()
        expectUnreadable(Data("<rdml>\(names)</rdml>".utf8), "distinct names")
        let namespaces = (0..<100_000).map { "<a xmlns:p\($0)=\"urn:\($0)\" p\($0):x=\"1\"/>" }.joined()
        expectUnreadable(Data("<rdml>\(namespaces)</rdml>".utf8), "distinct names")
        let declared = (0..<100).map { " xmlns:p\($0)=\"u\"" }.joined()
        expectUnreadable(Data("<rdml><sample\(declared)/></rdml>".utf8), "namespaces")
    }

    @Test func `A character that XML forbids is named, not what follows from it`() throws {
        let run = try onlyRun(
            TestContainer().edited("rdml_data.xml", "<description>", "<description>&#27;[31m").bytes())
        let detail = run.findings.first { $0.rule == "container_members" }?.detail ?? ""
        #expect(detail.contains("line ") && detail.contains("27"), "\(detail)")
    }

    @Test func `Entities are refused, not expanded`() throws {
        var laughs = "<?xml version=\"1.0\"?><!DOCTYPE rdml [<!ENTITY l0 \"lol\">"
        for index in 1...9 {
            laughs += "<!ENTITY l\(index) \"" + String(repeating: "&l\(index - 1);", count: 10) + "\">"
        }
        laughs += "]><rdml><dateMade>&l9;</dateMade></rdml>"
        expectUnreadable(Data(laughs.utf8), "document type")
        let external =
            "<!DOCTYPE rdml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rdml><dateMade>&x;</dateMade></rdml>"
        expectUnreadable(Data(external.utf8), "document type")
        expectUnreadable(Data("<!DOCTYPE rdml SYSTEM \"http://example.org/rdml.dtd\"><rdml/>".utf8), "document type")
        let run = try onlyRun(
            TestContainer().edited(
                "app_data.xml", "<rocheLC96AppExtension", "<!DOCTYPE a [<!ENTITY b \"c\">]><rocheLC96AppExtension"
            ).bytes())
        #expect(run.incomplete?.contains("document type") == true)
    }

    @Test(arguments: [100, 100_000])
    func `Deep nesting is refused`(depth: Int) {
        let text =
            "<rdml>" + String(repeating: "<experiment>", count: depth)
            + String(repeating: "</experiment>", count: depth) + "</rdml>"
        expectUnreadable(Data(text.utf8), "nested deeper")
    }

    @Test func `A text without end is refused`() {
        expectUnreadable(
            Data(("<rdml><dateMade>" + String(repeating: "a", count: 100 << 10) + "</dateMade></rdml>").utf8),
            "longer than")
    }

    @Test func `Broken XML keeps the wells before the fault and says where it is`() throws {
        let run = try onlyRun(TestContainer().edited("rdml_data.xml", "<react id=\"50\">", "<react id=\"50\"").bytes())
        #expect(run.reactions.count == 49)
        #expect(run.incomplete?.contains("rdml_data.xml, line") == true)
        #expect(run.status("container_members") == .fail)
    }

    @Test func `A bare document that ends early keeps its whole wells and waits for the rest`() throws {
        let text = plainRDML(wells: 8)
        let cut = try #require(text.range(of: "<react id=\"5\">"))
        let run = try onlyRun(Data(text[..<cut.upperBound].utf8))
        #expect(run.reactions.count == 4)
        #expect(run.incomplete?.contains("ends early") == true)
        expectIncomplete(Data("<?xml version=\"1.0\"?><rdml version=\"1.2\"><dateMade>2026".utf8), "ends early")
    }

    @Test func `A wrong checksum is a damaged member`() throws {
        var bytes = try TestContainer().bytes()
        let name = try #require(bytes.range(of: Data("calculated_data.xml".utf8)))
        bytes[name.upperBound + 200] ^= 0x10
        let run = try onlyRun(bytes)
        #expect(run.status("container_members") == .fail)
        #expect(run.status("manifest_digest") == .fail)
        #expect(run.incomplete?.contains("calculated_data.xml") == true)
    }

    @Test func `A container without a single well is refused`() throws {
        var container = TestContainer()
        container.wells = []
        expectUnreadable(try container.bytes(), "no well")
    }
}

/// A small document of another vendor.
func plainRDML(wells: Int, cq: (Int) -> String = { "\($0).5" }, cycles: Int = 40) -> String {
    var text =
        "<rdml version=\"1.2\"><sample id=\"S\"><type>unkn</type></sample><target id=\"T\"><dyeId "
        + "id=\"FAM\"/></target><experiment id=\"e\"><run id=\"r\">"
    text += "<pcrFormat><rows>8</rows><columns>12</columns></pcrFormat><runDate>2026-05-14T09:30:00</runDate>"
    for well in 1...wells {
        text += "<react id=\"\(well)\"><sample id=\"S\"/><data><tar id=\"T\"/><cq>\(cq(well))</cq>"
        for cycle in 1...cycles { text += "<adp><cyc>\(cycle)</cyc><fluor>\(cycle)</fluor></adp>" }
        text += "</data></react>"
    }
    return text + "</run></experiment></rdml>"
}
