/// A part of a page under a heading, which the list at the page's top leads to.
struct Section {
    let id: String
    let title: String
    let content: HTML

    var html: HTML {
        .element("section", [Attribute("id", id)], .element("h2", [], HTML(title)), content)
    }
}

/// - Parameter id: what links lead to; by default made of the title, which this program wrote.
func section(_ title: String, id: String? = nil, _ content: HTML...) -> Section {
    Section(id: id ?? anchor(title), title: title, content: HTML(content))
}

/// "the-instrument-s-own-analysis".
private func anchor(_ title: String) -> String {
    title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
}

/// Links to the sections, and they; those that are missing are left out of both.
/// - Parameter finder: stands between the two, so that it stays in sight over all sections.
func body(_ sections: [Section?], finder: HTML = .none) -> HTML {
    let sections = sections.compactMap(\.self)
    let links = sections.map { HTML.element("a", [Attribute("href", "#" + $0.id)], HTML($0.title)) }
    return .element("nav", [Attribute("aria-label", "On this page"), .class("contents")], HTML(links)) + finder
        + HTML(sections.map(\.html))
}
