// The frame of every page: one file that asks nobody for anything, allows its own style and script alone, and says so
// to the browser. A page that a service shows may also ask that service whether there is something new.
internal import Digests
internal import Foundation

/// - Parameters:
///   - links: to other pages, above the title.
///   - script: its own, beside the style the only thing that it may use; nil: none.
///   - live: where a service shows it.
///   - isForm: it may send forms to the service that shows it.
func page(
    title: String, links: HTML = .none, body: HTML, script: StaticString? = pageScript, live: LiveFrame? = nil,
    isForm: Bool = false, programVersion: String
) -> String {
    let top = links.isEmpty ? HTML.none : .element("nav", [Attribute("aria-label", "Pages")], links)
    let foot = HTML.element(
        "footer", [],
        .element(
            "p", [],
            "Advisory: values and alerts support a physician's judgement and never replace it. Made by cqwatch "
                + "\(programVersion)."
        ))
    let scripts = [script, live == nil ? nil : liveScript].compactMap(\.self)
    let head: [HTML] = [
        .empty("meta", [Attribute("charset", "utf-8")]),
        .empty(
            "meta",
            [
                Attribute("http-equiv", "Content-Security-Policy"),
                Attribute("content", policy(scripts, asks: live != nil, sends: isForm)),
            ]),
        .empty("meta", [Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")]),
        .empty("meta", [Attribute("name", "referrer"), Attribute("content", "no-referrer")]),
        .empty("meta", [Attribute("name", "robots"), Attribute("content", "noindex, nofollow")]),
        .empty("meta", [Attribute("name", "color-scheme"), Attribute("content", "light dark")]),
        live?.head ?? .none, .element("title", [], HTML(title)), .style(pageStyle),
    ]
    return HTML.document(
        HTML(head), top + .element("main", [], (live?.bar ?? .none) + body) + foot + HTML(scripts.map { .script($0) })
    ).source
}

/// What a browser may load and do for any page of a service: a header says it again, with what only a header can say.
public let servedPolicy =
    policy([pageScript, listScript, liveScript], asks: true, sends: true) + "; frame-ancestors 'none'"

/// What a browser may load for a page: nothing, and of what stands in it this style and these scripts.
private func policy(_ scripts: [StaticString], asks: Bool, sends: Bool) -> String {
    let hashes = scripts.compactMap(digest).map { " 'sha256-\($0)'" }.joined()
    return
        (["default-src 'none'"] + (digest(pageStyle).map { ["style-src 'sha256-\($0)'"] } ?? [])
        + (hashes.isEmpty ? [] : ["script-src\(hashes)"]) + (asks ? ["connect-src 'self'"] : [])
        + ["base-uri 'none'", sends ? "form-action 'self'" : "form-action 'none'"]).joined(separator: "; ")
}

/// In base64. Nil where the system's library refuses: then the page stands without style and script.
private func digest(_ text: StaticString) -> String? {
    guard let hex = Digest.hex(.sha256, Array("\(text)".utf8)) else { return nil }
    let digits = Array(hex)
    let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap {
        UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
    return Data(bytes).base64EncodedString()
}
