import Alerts
import Assay
public import Reporting
import Rules
import Text

/// All that is known at a glance.
public struct Overview: Sendable {
    public var status: StatusDocument
    public var runs: RunsDocument
    /// What is no run, or not yet.
    public var files: FilesDocument
    public var patients: [PatientSummary]
    /// Those that stand.
    public var alerts: AlertsDocument
    /// When all this was so, with its zone.
    public var asOf: String

    public init(
        status: StatusDocument, runs: RunsDocument, files: FilesDocument, patients: [PatientSummary],
        alerts: AlertsDocument, asOf: String
    ) {
        self.status = status
        self.runs = runs
        self.files = files
        self.patients = patients
        self.alerts = alerts
        self.asOf = asOf
    }
}

/// The page from which all others are found.
public func indexPage(
    _ overview: Overview, links: PageLinks, live: LiveFrame? = nil, programVersion: String
) -> String {
    let sections: [Section?] = [
        openAlertsSection(overview.alerts, links, live), patientsSection(overview.patients, links),
        runsSection(overview.runs, links), filesSection(overview.files), stateSection(overview.status),
    ]
    return page(
        title: "Runs and patients",
        body: overviewHeading(overview, isLive: live != nil) + body(sections, finder: listFinder), script: listScript,
        live: live, programVersion: programVersion)
}

/// Without script nobody is offered what does nothing.
private let listFinder = HTML.element(
    "div", [.class("js find")], .element("label", [Attribute("for", "find")], "Show only rows with "),
    .empty(
        "input",
        [
            Attribute("id", "find"), Attribute("type", "search"), Attribute("autocomplete", "off"),
            Attribute("placeholder", "a patient, a file, a date"),
        ]),
    " ", .element("span", [Attribute("id", "said"), Attribute("role", "status"), .class("soft")]))

private func overviewHeading(_ overview: Overview, isLive: Bool) -> HTML {
    let open = overview.alerts.alerts.count
    let grave = overview.alerts.alerts.contains { $0.severity == .critical }
    let troubles = overview.status.watch.filter { $0.problem != nil }.count
    let tags: [HTML] = [
        open == 0
            ? tag("pass", "no open alert")
            : tag(grave ? "fail" : "warn", counted(open, "open alert")),
        overview.status.running
            ? (troubles == 0 ? tag("pass", "watching") : tag("fail", "a folder cannot be watched"))
            : tag("fail", "the watcher does not run"),
        overview.files.files.contains { $0.state == "refused" } ? tag("warn", "some files are no runs") : .none,
    ]
    return .element("h1", [], "Runs and patients")
        + .element("p", [], HTML(tags.filter { !$0.isEmpty }.flatMap { [$0, " "] }))
        + .element(
            "p", [.class("soft")],
            HTML("As of \(bounded(overview.asOf)). The page \(isLive ? "renews" : "does not renew") itself."))
}

private func openAlertsSection(_ document: AlertsDocument, _ links: PageLinks, _ live: LiveFrame?) -> Section? {
    guard !document.alerts.isEmpty else { return section("Open alerts", .element("p", [], "None.")) }
    var table = Table(
        "Alerts that stand, the gravest first",
        [
            .text("Alert"), .text("Rule"), .text("Severity"), .text("Patient"), .number("Day"), .text("Raised"),
            .text("What"),
        ], isList: true)
    let ordered = document.alerts.enumerated().sorted {
        ($1.element.severity.gravity, $1.offset) < ($0.element.severity.gravity, $0.offset)
    }
    for (_, alert) in ordered {
        table.add([
            HTML(alert.id), HTML(alert.rule), severityTag(alert.severity), links.patient(alert.patient),
            alert.day.map { "\($0)" } ?? "–", HTML(shortTime(alert.raised)),
            HTML(bounded(alert.text, 300))
                + (live?.acts(on: alert.id, alert.state, isPatients: alert.patient != nil) ?? .none),
        ])
    }
    return section("Open alerts", table.html)
}

private func patientsSection(_ patients: [PatientSummary], _ links: PageLinks) -> Section? {
    guard !patients.isEmpty else { return section("Patients", .element("p", [], "None yet.")) }
    let units = Set(patients.map(\.unit)).sorted().map { bounded($0) }.joined(separator: ", ")
    var table = Table(
        "Every patient; copies in \(units), days after the first infusion",
        [
            .text("Patient"), .text("Infused"), .number("Samples"), .number("Last value"), .number("On day"),
            .text("Course"), .text("Next visit"), .number("Missed"), .text("Open alerts"),
        ], isList: true)
    for patient in patients {
        let rules = patient.openRules.joined(separator: " ")
        table.add([
            links.patient(patient.code), HTML(patient.infusion ?? "–"), "\(patient.count)",
            patient.last.map { result($0.quantity) } ?? "–", patient.last.map { "\($0.day)" } ?? "–",
            smallCourse(patient), HTML(patient.ended.map { "ended \($0)" } ?? patient.nextVisit ?? "–"),
            "\(patient.missedVisits)",
            rules.isEmpty ? "–" : tag(patient.isCritical ? "fail" : "warn", bounded(rules, 60)),
        ])
    }
    return section("Patients", table.html)
}

private func runsSection(_ document: RunsDocument, _ links: PageLinks) -> Section? {
    guard !document.runs.isEmpty else { return section("Runs", .element("p", [], "None yet.")) }
    var table = Table(
        "Every run that was taken, the newest start first; starts as the instrument wrote them",
        [
            .text("Started"), .text("File"), .text("Quality"), .text("Patients"), .text("Alerts"),
            .text("Decided by people"),
            .text("Run id"),
        ],
        isList: true)
    for run in document.runs {
        let patients = run.patients.enumerated().flatMap {
            [$0.offset == 0 ? HTML.none : " ", links.patient($0.element)]
        }
        let page = PageName.run(id: run.id, serial: run.serial, started: run.started)
        table.add([
            HTML(run.started.map { startText($0) } ?? "–"),
            .element("a", [Attribute("href", page)], name(fileName(run.file), max: 60)),
            (run.qc == .pass ? "pass" : tag(run.qc.rawValue, run.qc.rawValue))
                + (run.conflict ? " " + tag("fail", "id of another run") : .none),
            HTML(patients), HTML(run.alerts.joined(separator: " ")),
            HTML(bounded(RunDecisionDocument.summary(run.decisions), 200)), name(run.id, max: 12),
        ])
    }
    return section("Runs", table.html)
}

private func filesSection(_ document: FilesDocument) -> Section? {
    let title = "Files that are no runs, or not yet"
    var rest = document.running ? HTML.none : .element("p", [], "No watcher runs: what waits is not known.")
    if document.more > 0 { rest += .element("p", [], HTML("And \(document.more) more.")) }
    guard !document.files.isEmpty else {
        return section(title, document.running ? .element("p", [], "Every file has been taken.") : rest)
    }
    var table = Table(
        "Every file that was not taken, and why",
        [.text("File"), .text("State"), .text("Why"), .text("Since"), .text("Folder")], isList: true)
    for file in document.files {
        let folder = file.path.split(separator: "/").dropLast().joined(separator: "/")
        table.add([
            name(fileName(file.path), max: 60), file.state == "refused" ? tag("warn", "refused") : HTML(file.state),
            HTML(bounded(file.reason, 400)), HTML(file.since.map { shortTime($0) } ?? "–"), name("/" + folder, max: 60),
        ])
    }
    return section(title, table.html, rest)
}

private func stateSection(_ status: StatusDocument) -> Section? {
    var rows: [(HTML, HTML)] = status.watch.map { folder in
        (
            "Folder",
            name(folder.path, max: 120)
                + HTML(
                    ": "
                        + (folder.problem.map { bounded($0, 400) } ?? folder.lastScan.map {
                            "last scan \(shortTime($0))"
                        } ?? "not scanned yet"))
        )
    }
    rows += status.heldBack.map { ("Rules on missing samples", HTML(bounded($0, 400))) }
    rows += status.media.map { medium in
        (
            "Stick",
            name(medium.label ?? medium.serial ?? "without a label")
                + HTML(": \(bounded(medium.state))\(medium.reason.map { ", " + bounded($0, 400) } ?? "")")
        )
    }
    rows.append(("Runs", "\(status.runs.total) journaled, \(status.runs.today) today"))
    rows.append(("Messages", "\(status.outbox.owed) owed, \(status.outbox.failed) failed"))
    rows.append(
        (
            "Journal",
            HTML("\(counted(status.journal.records, "record")), head \(bounded(status.journal.head ?? "none", 64))")
        ))
    return section(
        "The service", .element("dl", [], HTML(rows.map { .element("dt", [], $0.0) + HTML.element("dd", [], $0.1) })))
}

func severityTag(_ severity: Severity) -> HTML {
    tag(severity == .critical ? "fail" : severity == .warning ? "warn" : "soft", severity.rawValue)
}
