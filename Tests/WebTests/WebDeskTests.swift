import Alerts
import Foundation
import Snapshots
import Testing

@testable import Web

/// What is decided about requests, without a socket.
@Suite struct WebDeskTests {
    private let now = Date(timeIntervalSince1970: 1_780_000_000)
    private let chance = String(repeating: "0a", count: 16)
    private var desk: WebDesk

    init() {
        var settings = WebSettings()
        settings.userHeader = "x-remote-user"
        settings.roleHeader = "x-remote-roles"
        settings.roles = [
            .physician: ["haematology"], .technician: ["lab"], .laboratory: ["lab-heads"], .reader: ["all"],
        ]
        desk = WebDesk(settings, seal: FormSeal(key: Array(repeating: 7, count: 32)))
    }

    private func fields(_ user: String?, _ groups: String? = "haematology", _ more: [(String, String)] = [])
        -> [WebRequest.Field]
    {
        let said = [user.map { ("X-Remote-User", $0) }, groups.map { ("X-Remote-Roles", $0) }].compactMap(\.self)
        return (said + more).map { WebRequest.Field($0.0, $0.1) }
    }

    private mutating func get(_ target: String, _ user: String = "ann", _ groups: String = "haematology") -> WebDecision
    {
        desk.handle(WebRequest("GET", target, fields(user, groups)), at: now, chance: chance)
    }

    private func status(_ decision: WebDecision) -> Int {
        if case .refuse(let refusal) = decision { return refusal.status }
        return 200
    }

    /// A form as a browser sends it once it was shown.
    private mutating func send(
        _ query: String, filled: String, by user: String = "ann", _ groups: String = "haematology",
        shownTo: String? = nil, at time: Date? = nil, more: [(String, String)] = [("Sec-Fetch-Site", "same-origin")],
        cookie: String? = nil, edit: (String) -> String = { $0 }
    ) -> WebDecision {
        guard case .ask(_, _, let seal, let browser) = get("/form?\(query)", shownTo ?? user, groups) else {
            return .refuse(WebRefusal(0, "no form"))
        }
        let headers = fields(
            user, groups,
            [
                ("Content-Type", "application/x-www-form-urlencoded"),
                ("Cookie", "other=1; \(WebDesk.cookie)=\(cookie ?? browser)"),
            ] + more)
        let seen = filled.contains("seen=") ? "" : "&seen=60"
        let body = edit("\(query)\(seen)&seal=\(seal)&\(filled)")
        return desk.handle(
            WebRequest("POST", "/act", headers, body: Array(body.utf8)), at: time ?? now, chance: chance)
    }

    @Test func `whoever no proxy vouches for, or vouches for twice, sees nothing`() {
        var desk = desk
        let cases: [([WebRequest.Field], Int)] = [
            (fields(nil), 403), (fields(""), 403), (fields("  "), 403), (fields("ann", nil), 403),
            (fields("ann", "strangers"), 403), (fields("ann", "haematology", [("x-remote-USER", "eve")]), 400),
            (fields("ann", "strangers", [("X-Remote-Roles", "haematology")]), 400),
            (fields("a\u{202E}nn"), 400), (fields("J\u{FFFD}rgen"), 400), (fields("a\nb"), 400),
            (fields(String(repeating: "a", count: 101)), 400),
        ]
        for (fields, expected) in cases {
            for (method, target) in [("GET", "/"), ("GET", "/patient-P01.html"), ("GET", "/now"), ("POST", "/act")] {
                #expect(
                    status(desk.handle(WebRequest(method, target, fields), at: now, chance: chance)) == expected,
                    "\(fields) \(target)")
            }
        }
        desk.settings = WebSettings()
        #expect(status(desk.handle(WebRequest("GET", "/", fields("ann")), at: now, chance: chance)) == 503)
    }

    @Test func `addresses lead to pages, and to nothing else`() {
        var test = self
        let ann = WebViewer(user: "ann", roles: [.physician])
        #expect(test.get("/") == .show(.index, ann, isNews: true, done: nil))
        #expect(test.get("/index.html?done=57") == .show(.index, ann, isNews: true, done: 57))
        #expect(test.get("/patient-P01.html") == .show(.patient("P01"), ann, isNews: true, done: nil))
        #expect(
            test.get("/run-2026-05-14-0123456789abcdef.html?done=x")
                == .show(.run("run-2026-05-14-0123456789abcdef.html"), ann, isNews: true, done: nil))
        #expect(test.get("/now") == .tellChange(ann))
        for target in [
            "/../etc/passwd", "/..%2f..%2fetc/passwd", "/patient-../../x.html", "/patient-..html", "/patient-.html",
            "/run-/../../etc/shadow.html", "//etc/passwd", "/patient-P01.html/", "/journal.sqlite", "/act",
            "/favicon.ico",
            "/patient-%50.html", "/patient-P\u{0}.html", "/\(String(repeating: "a", count: 300))",
        ] {
            #expect(status(test.get(target)) == 404, "\(target)")
        }
        #expect(status(test.get("http://elsewhere/")) == 400 && status(test.get("")) == 400)
        #expect(status(test.get("/" + String(repeating: "a", count: 2000))) == 400)
        for method in ["HEAD", "PUT", "DELETE", "TRACE", "get"] {
            #expect(status(test.desk.handle(WebRequest(method, "/", fields("ann")), at: now, chance: chance)) == 405)
        }
        #expect(status(test.desk.handle(WebRequest("POST", "/", fields("ann")), at: now, chance: chance)) == 405)
    }

    @Test func `a look is recorded, and not again for a quarter of an hour`() {
        var test = self
        guard case .show(let page, let ann, true, _) = test.get("/patient-P01.html") else {
            Issue.record("not shown")
            return
        }
        // Until it is recorded it is news.
        guard case .show(_, _, true, _) = test.get("/patient-P01.html") else {
            Issue.record("was not recorded yet")
            return
        }
        test.desk.hasRecorded(page, of: ann, at: now)
        func isNews(after seconds: Double, _ user: String = "ann") -> Bool {
            var desk = test.desk
            let request = WebRequest("GET", "/patient-P01.html", fields(user))
            if case .show(_, _, let isNews, _) = desk.handle(request, at: now + seconds, chance: chance) {
                return isNews
            }
            return false
        }
        #expect(!isNews(after: 0) && !isNews(after: 899) && isNews(after: 901))
        #expect(isNews(after: 1, "bob") && isNews(after: -60))
    }

    @Test func `a form that was shown acts as it was filled in`() throws {
        var test = self
        let id = try #require(AlertID(text: "A12"))
        guard
            case .perform(let act, let form, let viewer, let note, let once) = test.send(
                "act=acknowledge&alert=A12", filled: "note=seen+it%20%C3%A4")
        else {
            Issue.record("refused")
            return
        }
        #expect(act == .alert(id, .acknowledge, seen: 60) && form == WebForm(.acknowledge, .alert(id)))
        #expect(viewer.user == "ann" && note == "seen it ä" && isToken(once) && once != chance)
        let acts: [(String, String, WebAct)] = [
            ("act=void&run=57", "", .run(57, .void)), ("act=undo&run=57", "", .run(57, .undo(decision: 60))),
            ("act=correct&run=57", "started=2026-05-14+09%3A30", .run(57, .correct(started: "2026-05-14 09:30"))),
            (
                "act=reattribute&run=57", "sample=P01+D14&patient=P02&day=-3",
                .run(57, .reattribute(sample: "P01 D14", patient: "P02", day: -3))
            ),
            ("act=accept&run=57", "whole=yes", .run(57, .accept(samples: []))),
            ("act=accept&run=57", "sample=a&sample=b", .run(57, .accept(samples: ["a", "b"]))),
        ]
        for (query, filled, expected) in acts {
            guard
                case .perform(let act, _, _, _, _) = test.send(
                    query, filled: "\(filled)&note=n", by: "head", "lab-heads")
            else {
                Issue.record("refused: \(query)")
                continue
            }
            #expect(act == expected)
        }
        guard
            case .perform(.alert(_, .silence(let until), seen: _), _, _, _, _) = test.send(
                "act=silence&alert=A12", filled: "days=7&note=n")
        else {
            Issue.record("refused")
            return
        }
        #expect(until == now + 7 * 86_400)
    }

    @Test func `a form of another person, act, browser, site or day does nothing`() {
        var test = self
        let query = "act=close&alert=A12", filled = "note=n"
        #expect(status(test.send(query, filled: filled, by: "eve", shownTo: "ann")) == 403)
        #expect(status(test.send(query, filled: filled, cookie: String(repeating: "1", count: 32))) == 403)
        #expect(status(test.send(query, filled: filled, cookie: "")) == 403)
        #expect(status(test.send(query, filled: filled, more: [("Sec-Fetch-Site", "cross-site")])) == 403)
        #expect(status(test.send(query, filled: filled, more: [("Sec-Fetch-Site", "same-site")])) == 403)
        #expect(status(test.send(query, filled: filled, more: [])) == 200)
        #expect(status(test.send(query, filled: filled, at: now + WebLimits.formSeconds + 1)) == 403)
        #expect(status(test.send(query, filled: filled, at: now - 86_400)) == 403)
        for edit: (String) -> String in [
            { $0.replacing("alert=A12", with: "alert=A13") }, { $0.replacing("act=close", with: "act=acknowledge") },
            { $0.replacing("seal=", with: "seal=0") }, { $0.replacing(/seal=[^&]*/, with: "seal=") },
            { $0.replacing(/seal=[^&]*/, with: "") }, { $0 + "&seal=a" },
            { $0.replacing(/\.[0-9]+\./, with: ".99999999999.") },
        ] {
            #expect(status(test.send(query, filled: filled, edit: edit)) == 403)
        }
    }

    @Test func `a form that cannot be read, or is too large, does nothing`() {
        var test = self
        let query = "act=close&alert=A12"
        for filled in ["", "note=", "note=+++", "note=a&note=b", "note=\(String(repeating: "a", count: 1001))"] {
            #expect(status(test.send(query, filled: filled)) == 400, "\(filled.prefix(20))")
        }
        for filled in ["seen=&note=n", "seen=0&note=n", "seen=x&note=n", "seen=1&seen=2&note=n"] {
            #expect(status(test.send(query, filled: filled)) == 400, "\(filled)")
        }
        for filled in ["note=%zz", "note=%ff", "note=%", String(repeating: "a=b&", count: 130)] {
            #expect(status(test.send(query, filled: filled)) == 400)
        }
        #expect(status(test.send(query, filled: "note=" + String(repeating: "a", count: 20_000))) == 400)
        for query in ["", "act=close", "act=close&alert=P01", "act=void&run=-1", "act=void&alert=A1", "act=drop&run=1"]
        {
            #expect(status(test.get("/form?\(query)")) == 400, "\(query)")
        }
        let headers = fields("ann", "haematology", [("Content-Type", "multipart/form-data")])
        #expect(status(test.desk.handle(WebRequest("POST", "/act", headers), at: now, chance: chance)) == 415)
        for (query, filled) in [
            ("act=accept&run=1", "note=n"), ("act=accept&run=1", "whole=yes&sample=a&note=n"),
            ("act=accept&run=1", String(repeating: "sample=a&", count: 96) + "note=n"),
            ("act=correct&run=1", "note=n"), ("act=reattribute&run=1", "sample=a&patient=P01&day=x&note=n"),
        ] {
            #expect(status(test.send(query, filled: filled, by: "head", "lab-heads")) == 400, "\(query)")
        }
    }

    @Test func `each role does what is its business, and is told whose the rest is`() {
        func may(_ kind: WebActKind, _ roles: Set<WebRole>, patients: Bool = false) -> Bool {
            kind.refusal(of: WebViewer(user: "x", roles: roles), isPatients: patients) == nil
        }
        for kind in WebActKind.allCases {
            #expect(!may(kind, [.reader], patients: true) && !may(kind, [.reader]))
            #expect(may(kind, [.physician], patients: true) == kind.isOnAlert || !kind.isOnAlert)
            #expect(!may(kind, [.physician]))
            #expect(!kind.isOnAlert || !may(kind, [.technician, .laboratory], patients: true))
            #expect(may(kind, [.laboratory]))
        }
        #expect(may(.correct, [.technician]) && may(.void, [.technician]) && may(.acknowledge, [.technician]))
        #expect(!may(.accept, [.technician]) && !may(.close, [.technician]))
        // Who may decide may take it back, and nobody else.
        for (decided, kind): (RunDecision.Act, WebActKind) in [
            (.corrected, .correct), (.voided, .void), (.accepted, .accept), (.reattributed, .reattribute),
        ] {
            for role in WebRole.allCases {
                let viewer = WebViewer(user: "x", roles: [role])
                #expect(
                    (WebActKind.undo.refusal(of: viewer, undoing: decided) == nil) == may(kind, [role]),
                    "\(role) \(decided)")
            }
        }
        let kept = WebActKind.undo.refusal(of: WebViewer(user: "tom", roles: [.technician]), undoing: .accepted)
        #expect(
            kept?.sentence == "tom may not do that: who takes an acceptance back must have the role laboratory.")
        var test = self
        #expect(status(test.send("act=void&run=57", filled: "note=n")) == 403)
        let refusal = WebActKind.accept.refusal(of: WebViewer(user: "tom", roles: [.technician]))
        #expect(
            refusal?.sentence
                == "tom may not do that: who accepts a failed run or sample must have the role laboratory.")
    }

    @Test func `one who asks without pause is told to wait, and nobody else is`() {
        var test = self
        let answers = (0..<200).map { _ in status(test.get("/now")) }
        #expect(answers.count { $0 == 200 } == 120 && answers.count { $0 == 429 } == 80)
        #expect(status(test.get("/now", "bob")) == 200)
        let later = WebRequest("GET", "/now", fields("ann"))
        #expect(status(test.desk.handle(later, at: now + 1, chance: chance)) == 200)
        // Many persons are not kept in mind for ever.
        for index in 0..<5000 { #expect(status(test.get("/now", "user-\(index)")) == 200) }
    }
}
