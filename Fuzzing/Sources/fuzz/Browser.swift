// A request of a browser, as the HTTP library hands it on: the heart of the pages and the parsers that it asks.
internal import Foundation
internal import Web

/// "METHOD TARGET", a line for each field, an empty line, the body.
let web = Target(name: "web") {
    var texts = [
        "GET /form?act=close&alert=A12\n\(signedIn)\n", "GET /P01?done=12\n\(signedIn)\n", "GET /now\n\(signedIn)\n",
        "GET /%2e%2e/etc/passwd\n\(signedIn)cookie: \(WebDesk.cookie)=1\n\n",
    ]
    for (query, filled) in [
        ("act=close&alert=A12", "note=seen"), ("act=silence&alert=A1", "days=3&note=known"),
        ("act=correct&run=7", "started=2026-05-14+09%3A30&note=clock"), ("act=accept&run=7", "sample=a&sample=b&note=ok"),
        ("act=reattribute&run=7", "sample=a&patient=P01&day=14&note=swapped"), ("act=accept&run=7", "whole=1&note=ok"),
    ] {
        var desk = desk
        let asked = request("GET /form?\(query)\n\(signedIn)\n")
        guard case .ask(_, _, let seal, let browser) = desk.handle(asked, at: now, chance: chance) else { continue }
        texts.append(
            """
            POST /act
            \(signedIn)content-type: application/x-www-form-urlencoded
            cookie: \(WebDesk.cookie)=\(browser)
            sec-fetch-site: same-origin

            \(query)&seal=\(seal)&\(filled)
            """)
    }
    return texts.map { Data($0.utf8) }
} callback: { bytes, count in
    var desk = desk
    let asked = request(String(decoding: data(bytes, count), as: UTF8.self))
    switch desk.handle(asked, at: now, chance: chance) {
    case .refuse(let refusal):
        hold((400...599).contains(refusal.status), "a refusal has its status")
        holdSentence(refusal.sentence)
    case .perform(_, _, let viewer, let note, _):
        hold(asked.method == "POST" && asked.target.hasPrefix("/act"), "only a form that was sent acts")
        hold(asked.fields.contains { $0.value.contains(viewer.user) }, "somebody acts whom the proxy named")
        hold(!note.allSatisfy(\.isWhitespace) && note.count <= WebLimits.noteMax, "an act has its reason")
    case .show(_, let viewer, _, _), .tellChange(let viewer), .ask(_, let viewer, _, _):
        hold(!viewer.roles.isEmpty, "who looks has a role")
    }
    return 0
}

private let now = Date(timeIntervalSince1970: 1_780_000_000)
private let chance = String(repeating: "0a", count: 16)
private let signedIn = "x-remote-user: ann\nx-remote-roles: haematology,lab\n"

private let desk: WebDesk = {
    var settings = WebSettings()
    settings.userHeader = "x-remote-user"
    settings.roleHeader = "x-remote-roles"
    settings.roles = [.physician: ["haematology"], .laboratory: ["lab"]]
    return WebDesk(settings, seal: FormSeal(key: Array(repeating: 7, count: 32)))
}()

private func request(_ text: String) -> WebRequest {
    let head = text.prefix { $0 != "\n" }.split(separator: " ", maxSplits: 1).map(String.init)
    var fields: [WebRequest.Field] = [], rest = text.dropFirst(text.prefix { $0 != "\n" }.count + 1)
    while let line = rest.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).first, !line.isEmpty {
        let halves = line.split(separator: ":", maxSplits: 1).map(String.init)
        if halves.count == 2 { fields.append(WebRequest.Field(halves[0], halves[1].trimmingPrefix(" ").description)) }
        rest = rest.dropFirst(line.count + 1)
    }
    return WebRequest(
        head.first ?? "", head.count == 2 ? head[1] : "", fields, body: Array(rest.dropFirst().utf8))
}
