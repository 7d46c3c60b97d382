// The frame of every page: one file that asks nobody for anything, allows its own style and script alone, and says so
// to the browser.
internal import Digests
internal import Foundation

/// - Parameters:
///   - links: to other pages, above the title.
///   - script: its own, beside the style the only thing that it may use.
func page(
    title: String, links: HTML = .none, body: HTML, script: StaticString = pageScript, programVersion: String
) -> String {
    let top = links.isEmpty ? HTML.none : .element("nav", [Attribute("aria-label", "Pages")], links)
    let foot = HTML.element(
        "footer", [],
        .element(
            "p", [],
            "Advisory: values and alerts support a physician's judgement and never replace it. Made by cqwatch "
                + "\(programVersion)."
        ))
    let head: [HTML] = [
        .empty("meta", [Attribute("charset", "utf-8")]),
        .empty("meta", [Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", policy(script))]),
        .empty("meta", [Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1")]),
        .empty("meta", [Attribute("name", "referrer"), Attribute("content", "no-referrer")]),
        .empty("meta", [Attribute("name", "robots"), Attribute("content", "noindex, nofollow")]),
        .empty("meta", [Attribute("name", "color-scheme"), Attribute("content", "light dark")]),
        .element("title", [], HTML(title)), .style(pageStyle),
    ]
    return HTML.document(HTML(head), top + .element("main", [], body) + foot + .script(script)).source
}

/// What a browser may load for the page: nothing, and of what stands in it this style and this script.
private func policy(_ script: StaticString) -> String {
    let allowed = [("style-src", pageStyle), ("script-src", script)].compactMap { kind, text in
        digest(text).map { "\(kind) 'sha256-\($0)'" }
    }
    return (["default-src 'none'"] + allowed + ["base-uri 'none'", "form-action 'none'"]).joined(separator: "; ")
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
