public import Assay
public import Reporting

/// A run as a page. The same documents as JSON and tables are made from come in, whole HTML comes out.
/// - Parameters:
///   - curves: what was measured; wells without any are shown by their numbers.
///   - rules: what they say to do stands beside those that did not pass.
///   - thresholdShare: share of its plateau that a curve has risen by at its Cq.
public func runPage(
    _ run: RunDocument, curves: [CurvesDocument], rules: [RuleDescription], links: PageLinks = PageLinks(),
    live: LiveFrame? = nil, thresholdShare: Double,
    programVersion: String
) -> String {
    let series = PlateSeries.all(run, curves)
    /// A section a target and dye.
    func each(_ section: (PlateSeries, Int?) -> Section?) -> [Section?] {
        series.enumerated().map { section($1, series.count > 1 ? $0 + 1 : nil) }
    }
    let parts: [[Section?]] = [
        [qualitySection(run, rules), decisionsSection(run.decisions, live), plateSection(run)],
        each { curvesSection($0, thresholdShare: thresholdShare, ordinal: $1) },
        [samplesSection(run, links), controlsSection(run), agreementSection(run)],
        each { wellsSection($0, ordinal: $1) }, each { measuredSection($0, ordinal: $1) },
    ]
    return page(
        title: runTitle(run), links: links.top, body: runHeading(run) + body(parts.flatMap(\.self), finder: finder),
        live: live, programVersion: programVersion)
}

func runTitle(_ run: RunDocument) -> String {
    run.run.started.map { "Run of \(startText($0))" } ?? "Run without a start, \(bounded(fileName(run.file)))"
}

/// "2019-01-29 15:28": as the instrument wrote it, in its own zone.
func startText(_ started: String) -> String { bounded(String(started.prefix(16)).replacing("T", with: " ")) }

/// For a mouse, for a keyboard, and for nobody without script.
private let finder = HTML.element(
    "div", [.class("js find")],
    .element("label", [Attribute("for", "find")], "Show only wells or samples with "),
    .empty(
        "input",
        [
            Attribute("id", "find"), Attribute("type", "search"), Attribute("autocomplete", "off"),
            Attribute("placeholder", "a well or a name"),
        ]),
    " ", .element("span", [Attribute("id", "said"), Attribute("role", "status"), .class("soft")]))

private func runHeading(_ run: RunDocument) -> HTML {
    let worst = run.qc.map(\.status).max() ?? .pass
    let verdict =
        switch worst {
        case .pass: tag("pass", "passed its quality control")
        case .warn: tag("warn", "passed, with remarks")
        case .fail: tag("fail", "failed its quality control")
        }
    let identity = run.run
    let facts: [(HTML, HTML?)] = [
        ("File", name(fileName(run.file), max: 120)),
        ("Instrument", identity.instrument.map { name($0) }), ("Serial number", identity.serial.map { name($0) }),
        ("Started", identity.started.map { HTML(bounded($0.replacing("T", with: " "))) + " (the instrument's clock)" }),
        ("Last saved", identity.saved.map { HTML(bounded($0.replacing("T", with: " "))) }),
        ("Software", identity.software.map { name($0) }),
        ("Cycles", identity.cycles > 0 ? "\(identity.cycles)" : nil),
        ("Format", HTML(run.format.rawValue)),
        ("Run id", name(identity.id, max: 80)),
        ("SHA-256 of the file", HTML(bounded(run.sha256, 64))),
        ("Missing", run.incomplete.map { HTML(bounded($0, 400)) }),
    ]
    let rows = facts.compactMap { title, value in value.map { .element("dt", [], title) + HTML.element("dd", [], $0) } }
    return .element("h1", [], HTML(runTitle(run))) + .element("p", [], verdict) + .element("dl", [], HTML(rows))
}
