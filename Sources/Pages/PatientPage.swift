import Alerts
import Assay
import Kinetics
public import Reporting
import Rules
import Text

/// A patient as a page.
/// - Parameters:
///   - thresholds: levels of the rules, in the patient's unit.
///   - acts: what happened to the alerts, oldest first.
public func patientPage(
    _ patient: PatientDocument, thresholds: [KineticsPlot.Threshold], acts: [AlertActDocument] = [],
    links: PageLinks = PageLinks(), live: LiveFrame? = nil, programVersion: String
) -> String {
    page(
        title: "Patient \(bounded(patient.patient))", links: links.top,
        body: patientHeading(patient) + body(patientSections(patient, thresholds, acts, links, live)), live: live,
        programVersion: programVersion)
}

func patientSections(
    _ patient: PatientDocument, _ thresholds: [KineticsPlot.Threshold], _ acts: [AlertActDocument], _ links: PageLinks,
    _ live: LiveFrame?
) -> [Section?] {
    [
        courseSection(patient, thresholds), alertsSection(patient, acts, live),
        valuesSection(patient, links), visitsSection(patient),
        outlookSection(patient), kineticsSection(patient), withheldSection(patient, links),
    ]
}

func patientHeading(_ patient: PatientDocument) -> HTML {
    let open = patient.alerts.count { $0.state.stands }
    let last = patient.values.last
    let facts: [(HTML, HTML?)] = [
        ("Infused", HTML(patient.infusions.isEmpty ? "date not known" : patient.infusions.joined(separator: ", "))),
        ("Dose", patient.dose.isEmpty ? nil : name(patient.dose, max: 120)),
        ("Group", patient.group.isEmpty ? nil : name(patient.group, max: 120)),
        ("Physician", patient.physician.isEmpty ? nil : name(patient.physician, max: 120)),
        ("Target", name(patient.target) + ", in " + name(patient.unit)),
        ("Last value", last.map { result($0.quantity) + " on day \($0.day)" }),
        (
            "Ended",
            patient.ended.map { HTML($0 + (patient.reason.isEmpty ? "" : ", ")) + name(patient.reason, max: 200) }
        ),
    ]
    let rows = facts.compactMap { title, value in value.map { .element("dt", [], title) + HTML.element("dd", [], $0) } }
    let grave = patient.alerts.contains { $0.state.stands && $0.severity == .critical }
    let verdict =
        open == 0
        ? tag("pass", "no open alert")
        : tag(grave ? "fail" : "warn", counted(open, "open alert"))
    return .element("h1", [], "Patient " + name(patient.patient)) + .element("p", [], verdict)
        + .element("dl", [], HTML(rows))
}

private func alertsSection(_ patient: PatientDocument, _ acts: [AlertActDocument], _ live: LiveFrame?)
    -> Section?
{
    guard !patient.alerts.isEmpty else { return section("Alerts", .element("p", [], "None was ever raised.")) }
    let told = Dictionary(grouping: acts, by: \.alert)
    // What stands comes first, the gravest of it before all; then the newest.
    func place(_ alert: AlertDocument) -> (Int, Int) {
        alert.state.stands ? (0, -alert.severity.gravity) : (1, 0)
    }
    let ordered = patient.alerts.enumerated().sorted { a, b in
        let (first, second) = (place(a.element), place(b.element))
        return first == second ? a.offset > b.offset : first < second
    }.map(\.element)
    var table = Table(
        "Alerts, those that stand first",
        [
            .text("Rule"), .text("Severity"), .number("Day"), .text("What, and what next"),
            .text("State, and what was done"),
        ])
    for alert in ordered {
        let done = (told[alert.id] ?? []).filter { $0.by != nil }.map { act in
            HTML.element(
                "li", [],
                HTML("\(act.event) \(shortTime(act.time)) by ") + name(act.by ?? "", max: 80)
                    + HTML(act.note.map { $0.isEmpty ? "" : ": " + bounded($0, 400) } ?? ""))
        }
        table.add([
            HTML(alert.rule),
            severityTag(alert.severity),
            alert.day.map { "\($0)" } ?? "–",
            HTML(bounded(alert.text, 4000)) + .element("div", [], .element("b", [], HTML(bounded(alert.advice, 4000)))),
            HTML(
                "\(alert.id) \(alert.state.rawValue)\(alert.borderline ? ", borderline" : ""), raised "
                    + "\(shortTime(alert.raised))"
            ) + (done.isEmpty ? .none : .element("ul", [], HTML(done)))
                + (live?.acts(on: alert.id, alert.state, isPatients: true) ?? .none),
        ])
    }
    return section("Alerts", table.html)
}

/// "2026-05-14 13:28 UTC".
func shortTime(_ utc: String) -> String { bounded(String(utc.prefix(16)).replacing("T", with: " ")) + " UTC" }

private func valuesSection(_ patient: PatientDocument, _ links: PageLinks) -> Section? {
    guard !patient.values.isEmpty else { return section("Values", .element("p", [], "None yet.")) }
    let several = patient.values.contains { $0.methods != [.realTime] }
    var columns: [Table.Column] = [
        .number("Day"), .number("Copies"), .number("95 % interval"), .number("Limit"), .text("Run"),
        .text("Wells"), .text("Alerts of the day"),
    ]
    if several { columns.insert(.text("Method"), at: 4) }
    var table = Table("One value a sampling day, in \(bounded(patient.unit))", columns)
    for value in patient.values {
        let alerts = patient.alerts.filter { $0.day == value.day && $0.state != .corrected }.map(\.rule)
        var cells: [HTML] = [
            "\(value.day)", result(value.quantity), interval(value.quantity.low, value.quantity.high),
            copies(value.quantity.lloq),
            HTML(value.runs.enumerated().flatMap { $0 == 0 ? [links.run($1)] : [", ", links.run($1)] }),
            HTML(bounded(value.wells.joined(separator: " "), 60)), HTML(alerts.joined(separator: " ")),
        ]
        if several {
            let method = value.methods.map(\.rawValue).joined(separator: ", ")
            cells.insert(
                HTML(
                    method
                        + (value.methodChanged ? ": another than before, not comparable without a bridging study" : "")),
                at: 4)
        }
        table.add(cells)
    }
    return section("Values", table.html)
}

private func withheldSection(_ patient: PatientDocument, _ links: PageLinks) -> Section? {
    guard !patient.withheld.isEmpty else { return .none }
    var table = Table(
        "Results that no rule sees", [.text("Sample"), .number("Day"), .number("Copies"), .text("Run"), .text("Why")])
    for result in patient.withheld {
        table.add([
            name(result.sample), result.day.map { "\($0)" } ?? "–", copies(result.copies), links.run(result.run),
            HTML(bounded(result.reason, 2000)),
        ])
    }
    return section("Withheld", table.html)
}
