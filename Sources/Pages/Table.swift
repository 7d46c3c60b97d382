/// A table with its caption, in a frame that scrolls by itself where the screen is narrow.
struct Table {
    struct Column {
        let title: HTML
        var isNumber = false
        static func text(_ title: HTML) -> Column { Column(title: title) }
        static func number(_ title: HTML) -> Column { Column(title: title, isNumber: true) }
    }
    struct Row {
        var attributes: [Attribute] = []
        var cells: [HTML]
    }

    let caption: String
    /// How many of the first cells name the row: 0 or 1.
    var hasHeads = true
    /// People search and sort it, where there is script.
    let isList: Bool
    /// As wide as its cells: of a few figures each stands beside its name.
    var isNarrow = false
    let columns: [Column]
    var rows: [Row] = []

    init(_ caption: String, _ columns: [Column], isList: Bool = false) {
        self.caption = caption
        self.columns = columns
        self.isList = isList
    }

    mutating func add(_ cells: [HTML], _ attributes: [Attribute] = []) {
        rows.append(Row(attributes: attributes, cells: cells))
    }

    var html: HTML {
        let head = HTML.element(
            "tr", [], HTML(columns.map { .cell("th", [Attribute("scope", "col")] + mark($0), $0.title) }))
        let body = rows.map { row in
            HTML.element(
                "tr", row.attributes,
                HTML(
                    zip(columns, row.cells).enumerated().map { index, cell in
                        index == 0 && hasHeads
                            ? .cell("th", [Attribute("scope", "row")] + mark(cell.0), cell.1)
                            : .cell("td", mark(cell.0), cell.1)
                    }))
        }
        return scrolling(
            caption,
            .element(
                "table", isList ? [.class("list")] : isNarrow ? [.class("narrow")] : [],
                .element("caption", [], HTML(caption)),
                .element("thead", [], head),
                .element("tbody", [], HTML(body))))
    }

    private func mark(_ column: Column) -> [Attribute] { column.isNumber ? [.class("n")] : [] }
}

/// A part that may be wider than the screen: it scrolls, by keyboard too.
func scrolling(_ label: String, _ content: HTML) -> HTML {
    .element(
        "div",
        [.class("wide"), Attribute("tabindex", "0"), Attribute("role", "region"), Attribute("aria-label", label)],
        content)
}

/// What is there when asked for; printed closed, since it is long.
func details(_ summary: String, _ content: HTML) -> HTML {
    .element("details", [], .element("summary", [], HTML(summary)), content)
}

/// A word with a frame: its colour says nothing that the word does not.
func tag(_ kind: String, _ text: String) -> HTML { .element("span", [.class("tag \(kind)")], HTML(text)) }
