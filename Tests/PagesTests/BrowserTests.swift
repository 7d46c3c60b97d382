import Foundation
import Reporting
import Testing
import TestSupport

@Suite("Pages in Chromium", .enabled(if: Chromium.present, "\(Chromium.absence)"), .serialized)
struct BrowserTests {
    private static let pages = [
        "run": PagePlate.small().page(), "patient": examplePatientPage(), "index": exampleIndexPage(),
    ]

    @Test(
        "run their own script and style under their policy, and have nothing to say to the console",
        arguments: ["run", "patient", "index"])
    func policy(kind: String) throws {
        let page = try #require(Self.pages[kind])
        let folder = try TemporaryFolder()
        let (dom, console) = try Chromium.load(page, in: folder.url)
        #expect(dom.contains("class=\"hasjs\""))
        #expect(console == [])
        let asked = try Chromium.load(
            asking(page, "document.title=getComputedStyle(document.body).maxWidth"), in: folder.url)
        #expect(asked.dom.contains("<title>1100px</title>") && asked.console == [])
    }

    @Test(
        "have no accessibility fault that axe-core knows", .enabled(if: AxeCore.library != nil, "\(AxeCore.absence)"),
        arguments: ["run", "patient", "index"], [false, true])
    func accessibility(kind: String, dark: Bool) throws {
        let page = try #require(Self.pages[kind])
        let script = "\(AxeCore.check).then(function(t){document.title='axe: '+t})"
        let folder = try TemporaryFolder()
        let options = dark ? ["--blink-settings=preferredColorScheme=0"] : []
        let (dom, _) = try Chromium.load(
            asking(page, script, library: try #require(AxeCore.library)), in: folder.url, options)
        let said = try #require(dom.firstMatch(of: /<title>(axe: .*?)<\/title>/)).1
        #expect(said.hasPrefix("axe:  of "), "\(said)")
    }

    @Test("show the wells that are looked for, by name, by well, by keyboard")
    func finder() throws {
        let script = """
            var f=document.getElementById('find'),out=[];
            function type(t){f.value=t;f.dispatchEvent(new Event('input'));out.push(document.getElementById('said').textContent+', '+document.querySelectorAll('svg .w.on').length)}
            type('p01 d14');type('A1');type('nothing');type('');
            var b=document.querySelector('.plate button');b.focus();b.click();out.push(f.value+', '+document.querySelectorAll('tr.on').length);
            document.title=out.join('; ')
            """
        let folder = try TemporaryFolder()
        let (dom, _) = try Chromium.load(asking(PagePlate.small().page(), script), in: folder.url)
        // Each well is drawn in four figures.
        #expect(dom.contains("<title>3 wells, 12; 1 well, 4; 0 wells, 0; , 0; A1, 1</title>"))
    }

    @Test("search and sort lists without a server")
    func lists() throws {
        let script = """
            var f=document.getElementById('find'),out=[];
            function shown(){return [].filter.call(document.querySelectorAll('table.list tbody tr'),function(e){return !e.hidden}).length}
            f.value='cut';f.dispatchEvent(new Event('input'));out.push(document.getElementById('said').textContent+', '+shown());
            f.value='';f.dispatchEvent(new Event('input'));out.push(shown());
            var t=[].filter.call(document.querySelectorAll('table.list'),function(e){return e.caption.textContent.indexOf('Every run')===0})[0];
            var b=t.querySelector('thead button');b.focus();b.click();
            out.push(t.tHead.rows[0].cells[0].getAttribute('aria-sort')+', '+t.tBodies[0].rows[0].cells[0].textContent);
            b.click();out.push(t.tBodies[0].rows[0].cells[0].textContent);
            document.title=out.join('; ')
            """
        let folder = try TemporaryFolder()
        let (dom, console) = try Chromium.load(asking(exampleIndexPage(), script), in: folder.url)
        #expect(
            dom.contains(
                "<title>1 row, 1; 6; ascending, 2026-05-14 10:00; 2026-05-14 10:02</title>"), "\(dom.prefix(2000))")
        #expect(console == [])
    }

    @Test("do not run over a narrow screen", arguments: ["run", "patient", "index"])
    func narrow(kind: String) throws {
        let page = try #require(Self.pages[kind])
        // Headless windows have a least width; a frame has none.
        let inner = asking(
            page,
            "var e=document.documentElement;parent.postMessage((e.scrollWidth-e.clientWidth)+' over '+innerWidth,'*')")
        let folder = try TemporaryFolder()
        try inner.write(to: folder.url.appending(path: "inner.html"), atomically: true, encoding: .utf8)
        let frame =
            "<!doctype html><title>-</title><body><script>addEventListener('message',function(e){document.title=e.data})</script><iframe src=inner.html width=390 height=800 style='border:0'></iframe></body>"
        let (dom, _) = try Chromium.load(frame, in: folder.url)
        #expect(dom.contains("<title>0 over 390</title>"), "\(dom.prefix(200))")
    }

    @Test("show a hostile name as text")
    func hostile() throws {
        var plate = PagePlate.small()
        plate.well(
            "</script><svg onload=\"document.title='taken'\"><img src=x onerror=\"document.title='taken'\">", cq: 25)
        let folder = try TemporaryFolder()
        let (dom, console) = try Chromium.load(plate.page(), in: folder.url)
        #expect(!dom.contains("<title>taken</title>") && !dom.contains("<img") && console == [])
    }

    @Test("print as a tagged PDF", arguments: ["run", "patient", "index"])
    func print(kind: String) throws {
        let folder = try TemporaryFolder()
        let pdf = try Chromium.pdf(try #require(Self.pages[kind]), in: folder.url)
        #expect(pdf.starts(with: Data("%PDF".utf8)))
        #expect(pdf.range(of: Data("/StructTreeRoot".utf8)) != nil)
    }
}
