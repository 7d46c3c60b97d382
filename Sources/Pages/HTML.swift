// HTML that cannot be put together wrongly: text is escaped on its way in, names of elements and attributes are
// literals of this program, and every element is closed. There is no way to turn a string that came from outside into
// markup.
internal import Text

/// A piece of HTML or SVG, whole.
public struct HTML: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    public let source: String

    private init(source: String) { self.source = source }

    /// Text.
    public init(_ text: String) { source = htmlSafe(text) }
    public init(stringLiteral text: String) { self.init(text) }

    /// One after the other.
    public init(_ pieces: [HTML]) {
        var joined = ""
        joined.reserveCapacity(pieces.reduce(0) { $0 + $1.source.utf8.count })
        for piece in pieces { joined += piece.source }
        source = joined
    }

    static let none = HTML(source: "")

    var isEmpty: Bool { source.isEmpty }

    static func + (a: HTML, b: HTML) -> HTML { HTML(source: a.source + b.source) }
    static func += (a: inout HTML, b: HTML) { a = a + b }

    /// `<name …>content</name>`.
    static func element(_ name: StaticString, _ attributes: [Attribute] = [], _ content: HTML...) -> HTML {
        let inside = content.count == 1 ? content[0].source : HTML(content).source
        return HTML(source: "<\(name)\(attributes.source)>\(inside)</\(name)>")
    }

    /// `<name …/>`: an element of HTML that holds nothing, or any of SVG's.
    static func empty(_ name: StaticString, _ attributes: [Attribute] = []) -> HTML {
        HTML(source: "<\(name)\(attributes.source)/>")
    }

    /// A table's cell: its end tag may be left out (HTML, 13.1.2.4), and a page has thousands.
    static func cell(_ name: StaticString, _ attributes: [Attribute], _ content: HTML) -> HTML {
        HTML(source: "<\(name)\(attributes.source)>\(content.source)")
    }

    /// The program's own style and script: they are literals, so that nothing from outside can be in them.
    static func style(_ text: StaticString) -> HTML { HTML(source: "<style>\(text)</style>") }
    static func script(_ text: StaticString) -> HTML { HTML(source: "<script>\(text)</script>") }

    static func document(_ head: HTML, _ body: HTML) -> HTML {
        HTML(
            source:
                "<!doctype html>\n<html lang=\"en\"><head>\(head.source)</head>\n<body>\(body.source)</body></html>\n")
    }
}

/// An attribute; its value is escaped and quoted.
struct Attribute: Hashable, Sendable {
    let source: String

    init(_ name: StaticString, _ value: String) { source = " \(name)=\"\(htmlSafe(value))\"" }
    init(_ name: StaticString, _ value: Int) { source = " \(name)=\"\(value)\"" }
    /// One that is there or not.
    init(_ name: StaticString) { source = " \(name)" }

    static func `class`(_ names: String) -> Attribute { Attribute("class", names) }
    static func title(_ text: String) -> Attribute { Attribute("title", text) }
}

extension [Attribute] {
    fileprivate var source: String { count == 1 ? self[0].source : map(\.source).joined() }
}
