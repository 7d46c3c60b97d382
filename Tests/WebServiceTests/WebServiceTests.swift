import Casebook
import CasebookFixtures
import Foundation
import Glibc
import Journal
import Assay
import Rules
import Synchronization
import TestSupport
import Testing

/// The real program behind its socket: what it shows, does and withstands.
@Suite(.serialized, .enabled(if: WebProcess.present, Comment(rawValue: WebProcess.absence)))
struct WebServiceTests {
    @Test func `pages are shown to whom the proxy vouches for, and who saw them is in the chain`() throws {
        let web = try WebProcess()
        #expect(
            Answer(text: try #require(Connection(web.socket)).ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n")).status == 403)
        #expect(web.get("/", "ann", "strangers").status == 403)
        let index = web.get("/")
        #expect(
            index.status == 200 && index.body.contains("Runs and patients") && index.body.contains("ann (physician)"))
        let patient = web.get("/patient-P01.html")
        #expect(patient.status == 200 && patient.body.contains("form?act=acknowledge&amp;alert="))
        let runPage = try #require(index.first(/href="(run-[^"]*)"/))
        #expect(web.get("/\(runPage)", "tom", "lab").body.contains("form?act=void&amp;run=1"))
        #expect(!web.get("/\(runPage)").body.contains("form?act="))
        #expect(!web.get("/patient-P01.html", "rea", "readers").body.contains("form?act="))
        #expect(web.get("/patient-P01.html").status == 200)
        let looks = try web.records("person").map { record in
            (record.body.firstMatch(of: /"by":"([^"]*)"/)?.1 ?? "") + " "
                + (record.body.firstMatch(of: /"on":"([^"]*)"/)?.1 ?? "")
        }
        #expect(
            looks == ["ann index", "ann patient P01", "tom run \(runPage)", "ann run \(runPage)", "rea patient P01"])
        for field in ["content-security-policy", "cache-control", "x-content-type-options", "x-frame-options"] {
            #expect(index.field(field) != nil, "\(field)")
        }
        let policy = try #require(index.field("content-security-policy"))
        #expect(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'")
                && !policy.contains("unsafe"))
        #expect(index.field("cache-control") == "no-store")
        #expect(try web.isIntact)
        #expect(web.end(SIGTERM) == 0)
        #expect(!FileManager.default.fileExists(atPath: web.socket))
    }

    @Test func `a form is a look at its patient or run, and is recorded as one`() throws {
        let web = try WebProcess()
        func looks() throws -> [Substring] {
            try web.records("person").compactMap { $0.body.firstMatch(of: /"on":"([^"]*)"/)?.1 }
        }
        let alert = try #require(web.get("/patient-P01.html").first(/act=acknowledge&amp;alert=(A[0-9]+)/))
        #expect(try looks() == ["patient P01"])
        for _ in 0..<2 {
            #expect(web.get("/form?act=close&alert=\(alert)").status == 200)
            #expect(web.get("/form?act=close&alert=\(alert)", "bob").status == 200)
        }
        #expect(try looks() == ["patient P01", "patient P01"])
        #expect(web.get("/form?act=void&run=\(try record(of: 1, web))", "tom", "lab").status == 200)
        #expect(try looks().last?.hasPrefix("run run-") == true)
        // Who may not fill it in sees none of it.
        #expect(web.get("/form?act=close&alert=\(alert)", "tom", "lab").status == 403)
        #expect(try looks().count == 3)
    }

    @Test func `acts are done once, with the name, and by whose business they are`() throws {
        let web = try WebProcess([
            run([("P01", 90, 50)]), run(id: "run-2", [("P02", 91, 3e4)], quality: .fail),
        ])
        let alert = try #require(web.get("/patient-P01.html").first(/act=acknowledge&amp;alert=(A[0-9]+)/))
        let acknowledged = try web.act("act=acknowledge&alert=\(alert)", "note=seen+it")
        #expect(acknowledged.status == 303)
        let place = try #require(acknowledged.field("location"))
        #expect(place.contains("patient-P01.html?done="))
        #expect(web.get("/" + place).body.contains("acknowledged, \(alert)."))
        #expect(!web.get("/" + place, "bob").body.contains("class=\"notice\""))
        // Once.
        #expect(throws: Never.self) { try web.form("act=close&alert=\(alert)", filled: "note=n", "ann", "haem") }
        let form = try web.form("act=close&alert=\(alert)", filled: "note=done", "ann", "haem")
        let first = web.send(form), second = web.send(form)
        #expect(first.status == 303 && second.status == 303)
        #expect(first.field("location") == second.field("location"))
        #expect(try web.records("person").filter { $0.body.contains("\"act\":\"closed\"") }.count == 1)
        // Whose business.
        #expect(web.get("/form?act=acknowledge&alert=\(alert)", "tom", "lab").status == 403)
        #expect(web.get("/form?act=accept&run=2", "tom", "lab").status == 403)
        let page = try #require(web.get("/", "tom", "lab").first(/href="(run-2026-04-02[^"]*)"/))
        let record = try #require(web.get("/\(page)", "tom", "lab").first(/act=void&amp;run=([0-9]+)/))
        #expect(web.get("/form?act=accept&run=\(record)", "head1", "heads").body.contains("Failed: plate: The plate."))
        for (user, sentence) in [("head1", "run accepted"), ("head2", "run accepted")] {
            let accepted = try web.act("act=accept&run=\(record)", "whole=yes&note=looked", user, "heads")
            let place = try #require(accepted.field("location"))
            #expect(web.get("/" + place, user, "heads").body.contains(sentence))
        }
        // What the laboratory's heads accepted is theirs to take back.
        #expect(web.get("/\(page)", "head1", "heads").body.contains("form?act=undo"))
        #expect(!web.get("/\(page)", "tom", "lab").body.contains("form?act=undo"))
        let kept = web.get("/form?act=undo&run=\(record)", "tom", "lab")
        #expect(kept.status == 403 && kept.body.contains("takes an acceptance back must have the role laboratory"))
        let again = try web.act("act=accept&run=\(record)", "whole=yes&note=looked", "head1", "heads")
        #expect(again.status == 409 && again.body.contains("Nothing was done."))
        #expect(try web.act("act=correct&run=\(record)", "started=2099-01-01&note=n", "tom", "lab").status == 409)
        #expect(
            try web.act("act=correct&run=\(record)", "started=2026-04-01+9:30&note=clock", "tom", "lab").status == 303)
        #expect(
            try web.act(
                "act=reattribute&run=\(record)", "sample=P02+D91&patient=P03&day=91&note=swapped", "tom", "lab"
            ).status == 303)
        #expect(try web.act("act=void&run=\(record)", "note=spilt", "tom", "lab").status == 303)
        #expect(try web.act("act=undo&run=\(record)", "note=not+spilt", "tom", "lab").status == 303)
        let acts = try web.records("person").map(\.body).filter { !$0.contains("\"act\":\"looked\"") }
        #expect(acts.count == 8 && acts.allSatisfy { $0.contains("\"user\":\"web:") && $0.contains("\"form\":\"") })
        #expect(try web.isIntact)
    }

    @Test func `a form acts on what it showed: what changed meanwhile is looked at first`() throws {
        let web = try WebProcess([
            run(id: "run-0", [("P01", 60, 3e4)]), run([("P01", 90, 1500)]), run(id: "run-2", [("P02", 91, 3e4)]),
        ])
        let decided = try record(of: 2, web)
        let alert = try #require(web.get("/patient-P01.html").first(/act=acknowledge&amp;alert=(A[0-9]+)/))
        let acknowledgement = try web.form("act=acknowledge&alert=\(alert)", filled: "note=seen", "ann", "haem")
        #expect(try web.act("act=void&run=\(decided)", "note=spilt", "tom", "lab").status == 303)
        let undo = try web.form("act=undo&run=\(decided)", filled: "note=not+spilt", "tom", "lab")
        #expect(try web.act("act=correct&run=\(decided)", "started=2026-04-01&note=clock", "meg", "lab").status == 303)
        let casebook = try web.scratch.casebook()
        try casebook.take(run(id: "run-9", [("P01", 105, 1500)]), file("new.lc96p", content: "new"), stamp: stamp(99))
        try casebook.journal.close()
        for (form, sentence) in [
            (acknowledgement, "The alert has changed since it was shown"),
            (undo, "The newest decision about the run is now"),
        ] {
            let answer = web.send(form)
            #expect(answer.status == 409 && answer.body.contains(sentence) && answer.body.contains("Nothing was done."))
        }
        // Looked at again, it is done; and nobody closes what another has closed.
        #expect(try web.act("act=acknowledge&alert=\(alert)", "note=seen").status == 303)
        let late = try web.form("act=close&alert=\(alert)", filled: "note=mine", "bob", "haem")
        #expect(try web.act("act=close&alert=\(alert)", "note=done").status == 303)
        let answer = web.send(late)
        #expect(answer.status == 409 && answer.body.contains("closed already"))
        let acts = try web.records("person").compactMap { $0.body.firstMatch(of: /"act":"([a-z ]*)"/)?.1 }
        #expect(acts.filter { $0 != "looked" } == ["run voided", "run corrected", "acknowledged", "closed"])
        #expect(try web.isIntact)
    }

    @Test func `killed at any moment, an act is there once or not at all, and the same form settles it`() throws {
        let web = try WebProcess((0..<12).map { run(id: "run-\($0)", [("P0\($0 % 9 + 1)", 60 + $0, 3e4)]) })
        var kept = 0
        for index in 0..<12 {
            let form = try web.form(
                "act=void&run=\(try record(of: index, web))", filled: "note=n\(index)", "tom", "lab")
            let connection = try #require(Connection(web.socket))
            connection.say(form)
            usleep(UInt32(index) * 1500)
            #expect(web.end(SIGKILL) == -SIGKILL)
            if try voided(index, web) == 1 { kept += 1 }
            try web.start()
            let answer = web.send(form)
            #expect(answer.status == 303 && answer.field("location")?.contains("done=") == true, "\(answer.text)")
            #expect(try voided(index, web) == 1)
        }
        // Some came before the kill and some did not: else nothing was tried.
        #expect((1..<12).contains(kept), "\(kept) of 12 were kept")
        #expect(try web.isIntact)
    }

    private func record(of index: Int, _ web: WebProcess) throws -> Int64 {
        try #require(web.records("run").first { $0.body.contains("\"id\":\"run-\(index)\"") }).sequence
    }

    private func voided(_ index: Int, _ web: WebProcess) throws -> Int {
        try web.records("person").count { $0.body.contains("\"note\":\"n\(index)\"") }
    }

    @Test func `nothing that comes from outside becomes markup`() throws {
        let evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>"
        var plate = run(id: RunID("run" + evil), [("P01", 90, 50), ("P02", 91, 3e4)])
        plate.samples[1] = SampleAnalysis(
            name: "P02 D91" + evil, label: nil, target: "T" + evil, n: 3,
            quantity: plate.samples[1].quantity, cqMean: 25, cqSD: 0.1, relative: nil, flags: [])
        plate.quality = [QualityFinding(rule: "plate", status: .fail, detail: "Says " + evil)]
        let web = try WebProcess([plate], path: evil + ".lc96p")
        let user = "<b onclick=alert(1)>eve</b>"
        let escaped = evil.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let page = try #require(web.get("/", user, "heads").first(/href="(run-[^"]*)"/))
        #expect(try web.act("act=accept&run=1", "whole=yes&note=\(escaped)", user, "heads").status == 303)
        #expect(try web.act("act=void&run=1", "note=\(escaped)", user, "heads").status == 303)
        for target in [
            "/", "/\(page)", "/patient-P01.html", "/form?act=reattribute&run=1", "/form?act=accept&run=1",
            "/form?act=undo&run=1", "/\(page)?done=%3Cscript%3E", "/\(escaped)", "/patient-\(escaped).html",
            "/form?act=\(escaped)", "/form?act=close&alert=\(escaped)",
        ] {
            let answer = web.get(target, user, "heads,haem")
            for raw in ["<script>alert", "<img", "<b onclick", "onerror=alert(1)>\n"] {
                #expect(!answer.body.contains(raw), "\(target): \(raw)")
            }
            #expect(answer.text.matches(of: /<script>/).count <= 2)
        }
    }

    @Test(arguments: [
        "GET /../../etc/passwd", "GET /..%2f..%2f..%2fetc%2fpasswd", "GET //etc/passwd",
        "GET /%2e%2e/%2e%2e/etc/passwd",
        "GET /patient-../../etc/passwd.html", "GET /state/journal.sqlite",
    ])
    func `paths lead nowhere`(line: String) throws {
        let web = try WebProcess()
        let answer = web.get(String(line.dropFirst(4)))
        #expect(answer.status == 404 && !answer.text.contains("root:"))
    }

    @Test func `malformed, oversized and slow requests end, and others are answered meanwhile`() throws {
        let web = try WebProcess()
        let vouched = "X-Remote-User: ann\r\nX-Remote-Roles: haem\r\n"
        // One letter now and then: none of them is whole in time.
        let slow = (0..<40).compactMap { _ in Connection(web.socket) }
        for connection in slow { connection.say("GET / HTTP/1.1\r\nHost: ") }
        for (request, expected): (String, Set<Int>) in [
            ("GARBAGE\r\n\r\n", [400]), ("GET / HTTP/1.1\r\n\u{0}: x\r\n\r\n", [400]),
            ("GET / HTTP/1.1\r\nHost : x\r\n\r\n", [400]),
            (
                "POST /act HTTP/1.1\r\nHost: x\r\n\(vouched)Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                [400]
            ),
            ("POST /act HTTP/1.1\r\nHost: x\r\n\(vouched)Content-Length: -1\r\n\r\n", [400]),
            // What stands behind the body says nothing of who sends it.
            (
                "POST /act HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na=b\r\n0\r\n\(vouched)\r\n",
                [403]
            ),
            ("GET / HTTP/1.1\r\nHost: x\r\nX-Remote-User: J\u{FFFD}rgen\r\nX-Remote-Roles: haem\r\n\r\n", [400]),
            ("POST /act HTTP/1.1\r\nHost: x\r\n\(vouched)Content-Length: 99999999\r\n\r\n", [413]),
            ("GET / HTTP/1.1\r\nHost: x\r\nA: \(String(repeating: "a", count: 20_000))\r\n\r\n", [400]),
            ("GET / HTTP/1.1\r\n" + (0..<200).map { "A\($0): b\r\n" }.joined() + "\r\n", [400]),
            ("GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: x\r\n\(vouched)\r\n", [400]),
            (
                "POST /act HTTP/1.1\r\nHost: x\r\n\(vouched)Transfer-Encoding: chunked\r\n\r\n"
                    + String(repeating: "1000\r\n\(String(repeating: "a", count: 4096))\r\n", count: 20) + "0\r\n\r\n",
                [413]
            ),
        ] {
            let answer = Answer(text: Connection(web.socket)?.ask(request) ?? "")
            #expect(expected.contains(answer.status), "\(request.prefix(60)): \(answer.text.prefix(100))")
        }
        // A second request on the connection is not heard.
        let twice = "GET /now HTTP/1.1\r\nHost: x\r\n\(vouched)\r\n"
        #expect(try #require(Connection(web.socket)).ask(twice + twice).components(separatedBy: "HTTP/1.1 ").count == 2)
        #expect(web.get("/now").status == 200)
        let began = Date()
        for connection in slow { #expect(connection.rest() == "") }
        #expect(Date().timeIntervalSince(began) < 20)
        #expect(web.get("/").status == 200 && web.isRunning)
    }

    @Test func `ten thousand requests at fifty at once leave it as it was`() throws {
        let web = try WebProcess()
        #expect(web.get("/patient-P01.html").status == 200)
        let before = web.residentKiB
        let counts = Mutex([Int: Int]()), socket = web.socket
        DispatchQueue.concurrentPerform(iterations: 50) { user in
            for index in 0..<200 {
                let answer = asked(
                    socket, index % 20 == 0 ? "/patient-P01.html" : "/now", "user-\(user)", "haem")
                counts.withLock { $0[answer.status, default: 0] += 1 }
            }
        }
        let seen = counts.withLock { $0 }
        #expect(seen.values.reduce(0, +) == 10_000)
        #expect(Set(seen.keys).isSubset(of: [200, 429, 503]) && seen[200] ?? 0 > 5000, "\(seen)")
        #expect(web.residentKiB < before + 16_384, "\(before) to \(web.residentKiB) KiB")
        #expect(web.get("/").status == 200)
        #expect(try web.isIntact)
        // At rest it holds little but what is its own.
        let busy = web.residentKiB
        #expect(until(20) { web.residentKiB < busy / 2 }, "\(busy) to \(web.residentKiB) KiB")
        #expect(web.get("/patient-P01.html").status == 200)
    }

    @Test func `it listens on a local socket that systemd passes on, on no port, and ends when nobody looks`() throws {
        let web = try WebProcess()
        web.end(SIGTERM)
        let pass = """
            import os, socket, sys
            kind, path = sys.argv[1:3]
            s = socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET)
            s.bind(path if kind == "unix" else ("127.0.0.1", 0))
            s.listen(16)
            os.dup2(s.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
            os.execv(sys.argv[3], sys.argv[3:])
            """
        try web.start(["/usr/bin/python3", "-c", pass, "inet", "-"], socket: false)
        #expect(web.end(nil) == 69 && web.lines.contains("is no local one"))
        try web.start(["/usr/bin/python3", "-c", pass, "unix", web.socket], socket: false, more: ["--idle", "2"])
        #expect(until(30) { web.lines.contains("Serving") })
        #expect(web.get("/now").status == 200)
        #expect(web.end(nil) == 0 && web.lines.contains("Nobody has looked for a while"))
        try web.start([], socket: false)
        #expect(web.end(nil) == 69 && web.lines.contains("systemd passed no socket on"))
    }

    @Test func `without a proxy that is named, or beside another one that listens, it does not start`() throws {
        let web = try WebProcess()
        let second = Process()
        second.executableURL = WebProcess.binary
        second.arguments = ["web", "--config", web.scratch.folder.path + "/cqwatch.yaml", "--socket", web.socket]
        second.standardError = FileHandle.nullDevice
        try second.run()
        second.waitUntilExit()
        #expect(second.terminationStatus == 69 && web.get("/now").status == 200)
        #expect(web.end(SIGKILL) == -SIGKILL)
        // A socket that a crash left behind is nobody's.
        try web.start()
        #expect(web.get("/now").status == 200)
        web.end(SIGTERM)
        let path = web.scratch.folder.path + "/cqwatch.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(/web:\n(  .*\n)+/, with: "").write(toFile: path, atomically: true, encoding: .utf8)
        try web.start()
        #expect(web.end(nil) == 78 && web.lines.contains("No page is served"))
    }

    @Test func `the pages learn of a new result without a click`() throws {
        let web = try WebProcess()
        let before = web.get("/now").body, page = web.get("/")
        #expect(page.first(/<meta name="state" content="([^"]*)"/) == String(before))
        // Looks are no news.
        #expect(web.get("/patient-P01.html").status == 200 && web.get("/now").body == before)
        let casebook = try web.scratch.casebook()
        try casebook.take(run(id: "run-9", [("P01", 120, 40)]), file("new.lc96p", content: "new"), stamp: stamp(99))
        try casebook.journal.close()
        #expect(web.get("/now").body != before)
        #expect(web.get("/").body.contains("new.lc96p") && web.get("/patient-P01.html").body.contains(">120"))
        #expect(web.get("/form?act=void&run=1", "tom", "lab").body.contains("http-equiv=\"refresh\"") == false)
    }
}
