// A form for what a person does, and the page that says why something was not done.

/// An act as a form: what it is about, what must be filled in, the seal that proves where it was made.
public struct ActForm: Sendable {
    public enum Field: Sendable {
        case text(name: String, label: String, value: String, hint: String)
        case number(name: String, label: String, value: Int?, range: ClosedRange<Int>)
        case choice(name: String, label: String, options: [String])
        /// Any number of them.
        case checks(name: String, label: String, options: [String])
        case check(name: String, label: String)
    }

    public var title: String
    /// What it is about, and what will follow, a sentence each.
    public var says: [String]
    /// Sent as they are: name and value.
    public var hidden: [(name: String, value: String)]
    public var fields: [Field]
    public var submit: String
    /// The page to go back to.
    public var back: String
    public var noteMax: Int

    public init(
        title: String, says: [String], hidden: [(name: String, value: String)], fields: [Field], submit: String,
        back: String, noteMax: Int
    ) {
        self.title = title
        self.says = says
        self.hidden = hidden
        self.fields = fields
        self.submit = submit
        self.back = back
        self.noteMax = noteMax
    }
}

/// The page of a form. It never reloads by itself: what was typed would be lost.
public func formPage(_ form: ActForm, viewer: String, programVersion: String) -> String {
    let hidden = form.hidden.map {
        HTML.empty("input", [Attribute("type", "hidden"), Attribute("name", $0.name), Attribute("value", $0.value)])
    }
    let note = labelled("note", "Reason, which the journal keeps") { id in
        .element(
            "textarea",
            [
                Attribute("id", id), Attribute("name", "note"), Attribute("rows", 4), Attribute("required"),
                Attribute("maxlength", form.noteMax),
            ])
    }
    let body = HTML.element(
        "form",
        [
            Attribute("method", "post"), Attribute("action", LiveFrame.act), Attribute("accept-charset", "utf-8"),
            Attribute("autocomplete", "off"),
        ], HTML(hidden), HTML(form.fields.map(input)), note,
        .element("p", [], .element("button", [Attribute("type", "submit")], HTML(form.submit)), " ", back(form.back)))
    let says = HTML(form.says.map { .element("p", [], HTML(bounded($0, 4000))) })
    let bar = HTML.element(
        "p", [.class("soft")], HTML("Signed in as \(bounded(viewer, 200)); the journal keeps that name."))
    return page(
        title: form.title, body: bar + .element("h1", [], HTML(form.title)) + says + body, script: nil, isForm: true,
        programVersion: programVersion)
}

/// Why something was not shown or not done.
public func refusalPage(_ sentence: String, title: String, programVersion: String) -> String {
    page(
        title: title,
        body: .element("h1", [], HTML(title)) + .element("p", [], HTML(bounded(sentence, 4000))) + back(""),
        script: nil, isForm: true, programVersion: programVersion)
}

private func back(_ href: String) -> HTML {
    .element(
        "a", [Attribute("href", href.isEmpty ? indexName : href)],
        href.isEmpty ? "All runs and patients" : "Back, nothing done")
}

private let indexName = PageName.index

private func labelled(_ name: String, _ label: String, _ control: (String) -> HTML) -> HTML {
    let id = "field-\(name)"
    return .element("p", [.class("field")], .element("label", [Attribute("for", id)], HTML(label)), control(id))
}

private func input(_ field: ActForm.Field) -> HTML {
    switch field {
    case .text(let name, let label, let value, let hint):
        return labelled(name, "\(label) (\(hint))") { id in
            .empty(
                "input",
                [
                    Attribute("id", id), Attribute("name", name), Attribute("type", "text"), Attribute("value", value),
                    Attribute("required"), Attribute("maxlength", 200),
                ])
        }
    case .number(let name, let label, let value, let range):
        return labelled(name, label) { id in
            .empty(
                "input",
                [
                    Attribute("id", id), Attribute("name", name), Attribute("type", "number"),
                    Attribute("min", range.lowerBound), Attribute("max", range.upperBound), Attribute("required"),
                ] + (value.map { [Attribute("value", $0)] } ?? []))
        }
    case .choice(let name, let label, let options):
        return labelled(name, label) { id in
            .element(
                "select", [Attribute("id", id), Attribute("name", name), Attribute("required")],
                // The first of them is nobody's choice: one that was not made keeps the form from being sent.
                .element("option", [Attribute("value", "")], "Choose one"),
                HTML(options.map { .element("option", [Attribute("value", $0)], HTML(bounded($0, 200))) }))
        }
    case .checks(let name, let label, let options):
        return .element(
            "fieldset", [], .element("legend", [], HTML(label)),
            HTML(options.enumerated().map { check(name, $1, id: "field-\(name)-\($0)", HTML(bounded($1, 200))) }))
    case .check(let name, let label):
        return check(name, "yes", id: "field-\(name)", HTML(label))
    }
}

private func check(_ name: String, _ value: String, id: String, _ label: HTML) -> HTML {
    .element(
        "p", [],
        .empty(
            "input",
            [
                Attribute("id", id), Attribute("type", "checkbox"), Attribute("name", name), Attribute("value", value),
            ]), " ", .element("label", [Attribute("for", id)], label))
}
