import Assay
import Casebook
import CasebookFixtures
import Foundation
import Journal
import TestSupport
import Testing

/// People at their browsers, through the hospital's proxy: they look, act, and are refused.
@Suite(
    .serialized, .enabled(if: WebProcess.present, Comment(rawValue: WebProcess.absence)),
    .enabled(if: Proxy.present, Comment(rawValue: Proxy.absence)),
    .enabled(if: Browser.present, Comment(rawValue: Browser.absence)))
struct BrowserActsTests {
    @Test func `the physician acknowledges from the page, and a new result comes without a click`() throws {
        let web = try WebProcess(), proxy = try Proxy(to: web.socket), browser = try Browser(width: 500)
        try browser.open(proxy.address("/cqwatch/", as: "ann"))
        try browser.click("a[href='patient-P01.html']")
        #expect(try browser.text.contains("Patient P01"))
        try browser.click("a[href*='act=acknowledge']")
        try browser.type("Called the ward <b>now</b>", into: "textarea[name=note]")
        try browser.click("form button")
        #expect(try browser.address.contains("/cqwatch/patient-P01.html?done="))
        let said = try browser.text
        #expect(
            said.contains("acknowledged, A") && said.contains("by ann: Called the ward <b>now</b>"),
            "\(said.prefix(3000))")
        // The same page, as the phone shows it.
        for page in ["index.html", "patient-P01.html", "form?act=close&alert=\(try alert(said))"] {
            try browser.open(proxy.address("/cqwatch/\(page)", as: "ann"))
            #expect(
                try browser.script("return document.documentElement.scrollWidth<=window.innerWidth") as? Bool == true,
                "\(page)")
        }
        // Nothing is clicked from here on.
        try browser.open(proxy.address("/cqwatch/index.html", as: "ann"))
        #expect(try !browser.text.contains("fresh.lc96p"))
        let casebook = try web.scratch.casebook()
        try casebook.take(run(id: "run-9", [("P01", 120, 40)]), file("fresh.lc96p", content: "new"), stamp: stamp(99))
        try casebook.journal.close()
        #expect(until(60) { (try? browser.text.contains("fresh.lc96p")) ?? false })
        let body = try #require(web.records("person").first { $0.body.contains("acknowledged") }).body
        #expect(body.contains("\"by\":\"ann\"") && body.contains("\"user\":\"web:ann\""))
        #expect(try web.isIntact)
    }

    private func alert(_ text: String) throws -> String {
        String(try #require(text.firstMatch(of: /acknowledged, (A[0-9]+)/)).1)
    }

    @Test func `the technician corrects, voids and takes it back; two persons accept; who lacks the role is told so`()
        throws
    {
        let web = try WebProcess([run([("P01", 90, 50)]), run(id: "run-2", [("P02", 91, 3e4)], quality: .fail)])
        let proxy = try Proxy(to: web.socket), browser = try Browser()
        func say(_ note: String, into fields: [(String, String)] = []) throws {
            for (selector, text) in fields { try browser.type(text, into: selector) }
            try browser.type(note, into: "textarea[name=note]")
            try browser.click("form button")
        }
        try browser.open(proxy.address("/cqwatch/", as: "tom"))
        try browser.click("a[href^='run-2026-04-02']")
        let page = try #require(browser.address.split(separator: "/").last.map(String.init))
        try browser.click("a[href*='act=correct']")
        try say("the clock was wrong", into: [("input[name=started]", "2026-04-01 09:30")])
        #expect(try browser.text.contains("began 2026-04-01 09:30"))
        try browser.click("a[href*='act=void']")
        try say("plate was spilt")
        #expect(try browser.text.contains("voided: never used"))
        try browser.click("a[href*='act=undo']")
        #expect(try browser.text.contains("voided: never used, by tom, plate was spilt"))
        try say("it was another plate")
        #expect(try browser.text.contains("taken back"))
        let record =
            try #require(
                browser.script("return document.querySelector(\"a[href*='act=void']\").getAttribute('href')") as? String
            ).split(separator: "=").last ?? ""
        // No role, no link; the address alone does not help.
        #expect(try browser.script("return document.querySelectorAll(\"a[href*='act=accept']\").length") as? Int == 0)
        try browser.open(proxy.address("/cqwatch/form?act=accept&run=\(record)", as: "tom"))
        #expect(try browser.text.contains("must have the role laboratory"))
        for (user, holds) in [("head1", false), ("head2", true)] {
            // Another person at another browser.
            let browser = try Browser()
            try browser.open(proxy.address("/cqwatch/\(page)", as: user))
            try browser.click("a[href*='act=accept']")
            try browser.click("input[name=whole]")
            try browser.type("looked at the curves", into: "textarea[name=note]")
            try browser.click("form button")
            let said = try browser.text
            #expect(said.contains("the run accepted"), "\(said.prefix(2500))")
            #expect(
                try browser.script(
                    "return [].filter.call(document.querySelectorAll('tr'),function(e){return /accepted.*not in force/.test(e.textContent)}).length"
                ) as? Int == (holds ? 0 : 1))
        }
        let acts = try web.records("person").compactMap { $0.body.firstMatch(of: /"act":"(run [a-z]*)"/)?.1 }
        #expect(acts == ["run corrected", "run voided", "run undone", "run accepted", "run accepted"])
        #expect(try web.isIntact)
    }

    @Test(.enabled(if: AxeCore.library != nil, Comment(rawValue: AxeCore.absence)))
    func `pages and forms have no fault that axe-core knows, and fit a phone`() throws {
        let web = try WebProcess([run([("P01", 90, 50)]), run(id: "run-2", [("P02", 91, 3e4)], quality: .fail)])
        let proxy = try Proxy(to: web.socket), library = try #require(AxeCore.library)
        let alert = try #require(web.get("/patient-P01.html").first(/act=acknowledge&amp;alert=(A[0-9]+)/))
        let record = try #require(try web.records("run").last).sequence
        let runPage = try #require(web.get("/").first(/href="(run-2026-04-02[^"]*)"/))
        #expect(try web.act("act=void&run=\(record)", "note=spilt", "tom", "lab").status == 303)
        let acknowledged = try web.act("act=acknowledge&alert=\(alert)", "note=seen")
        let done = try #require(acknowledged.field("location")?.split(separator: "/").last)
        let pages: [(user: String, pages: [String])] = [
            (
                "ann",
                ["index.html", "\(done)", "nowhere.html", "form?act=void&run=\(record)"]
                    + ["close", "silence"].map { "form?act=\($0)&alert=\(alert)" }
            ),
            (
                "head1",
                [runPage]
                    + ["correct", "void", "accept", "reattribute", "undo"].map { "form?act=\($0)&run=\(record)" }
            ),
        ]
        for (user, pages) in pages {
            let browser = try Browser()
            for isDark in [false, true] {
                try browser.ask(
                    "Emulation.setEmulatedMedia",
                    ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
                for page in pages {
                    try browser.open(proxy.address("/cqwatch/\(page)", as: user))
                    #expect(try browser.faults(library) == "", "\(page), dark: \(isDark)")
                }
            }
            try browser.narrow(to: 390)
            for page in pages {
                try browser.open(proxy.address("/cqwatch/\(page)", as: user))
                #expect(
                    try browser.script(
                        "return document.documentElement.scrollWidth+' of '+document.documentElement.clientWidth")
                        as? String == "390 of 390", "\(page)")
                #expect(try browser.faults(library) == "", "\(page), 390 px")
            }
        }
    }

    @Test func `a run is accepted and a sample given to its patient by keys alone`() throws {
        let web = try WebProcess([run([("P01", 90, 50)]), run(id: "run-2", [("P02", 91, 3e4)], quality: .fail)])
        let proxy = try Proxy(to: web.socket), browser = try Browser()
        let page = try #require(web.get("/").first(/href="(run-2026-04-02[^"]*)"/))
        try browser.open(proxy.address("/cqwatch/\(page)", as: "head1"))
        try browser.tab(to: "a[href*='act=accept']")
        try browser.press(Browser.enter)
        try browser.tab(to: "input[name=whole]")
        try browser.press(Browser.space)
        try browser.tab(to: "textarea[name=note]")
        try browser.press("looked at the curves")
        try browser.tab(to: "form button")
        try browser.press(Browser.enter)
        #expect(try browser.text.contains("run accepted"))
        try browser.tab(to: "a[href*='act=reattribute']")
        try browser.press(Browser.enter)
        // Nobody is chosen who was not chosen.
        #expect(
            try browser.script("return [...document.querySelectorAll('select')].map(e=>e.value).join()") as? String
                == ",")
        try browser.tab(to: "select[name=sample]")
        try browser.press("P02")
        try browser.tab(to: "select[name=patient]")
        try browser.press("P03")
        try browser.tab(to: "input[name=day]")
        try browser.press("91")
        try browser.tab(to: "textarea[name=note]")
        try browser.press("swapped")
        try browser.press(Browser.tab)
        try browser.press(Browser.enter)
        #expect(try browser.text.contains("P02 D91 is P03's, day 91"))
        #expect(try web.isIntact)
    }

    @Test func `nobody comes past the sign-in, and headers that a browser sends of itself count for nothing`() throws {
        let web = try WebProcess(), proxy = try Proxy(to: web.socket)
        #expect(proxy.fetch("/cqwatch/", as: nil).status == 401)
        #expect(proxy.fetch("/cqwatch/", as: "stranger").status == 403)
        let forged = proxy.fetch(
            "/cqwatch/", as: "rea",
            ["-H", "X-Remote-User: head1", "-H", "X-Remote-Roles: heads", "-H", "x-remote-roles: haem"])
        #expect(forged.status == 200 && forged.body.contains("Signed in as rea (reader)"))
        #expect(proxy.fetch("/cqwatch/../../etc/passwd", as: "ann").status != 200)
        #expect(proxy.fetch("/cqwatch/%2e%2e/%2e%2e/etc/passwd", as: "ann").status != 200)
        #expect(proxy.fetch("/cqwatch/act", as: "ann", ["-d", "act=close&alert=A3&note=n"]).status == 403)
        #expect(
            proxy.fetch("/cqwatch/act", as: "ann", ["-d", "note=" + String(repeating: "a", count: 40_000)]).status
                == 413)
        #expect(try web.records("person").allSatisfy { $0.body.contains("\"act\":\"looked\"") })
    }
}
