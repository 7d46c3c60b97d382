import Alerts
import Central
public import Reporting
import Text

/// A person's values from all sites on one course, and where each comes from.
public func centralPatientPage(
    _ person: CentralPatientDocument, thresholds: [KineticsPlot.Threshold], links: PageLinks, programVersion: String
) -> String {
    let patient = PatientDocument(person.report)
    let notJudged: HTML =
        person.judged
        ? .none
        : .element(
            "p", [],
            tag("warn", "nothing is judged here") + " The centre's patients file does not know " + name(person.subject)
                + ".")
    let sections: [Section?] =
        [sourcesSection(person)] + patientSections(patient, thresholds, [], links, nil)
        + [measuredSection(person), siteAlertsSection(person)]
    return page(
        title: "Person \(bounded(person.subject))",
        links: links.hasIndex ? .element("a", [Attribute("href", PageName.index)], "All sites and persons") : .none,
        body: patientHeading(patient) + notJudged + body(sections), programVersion: programVersion)
}

private func sourcesSection(_ person: CentralPatientDocument) -> Section {
    var table = Table(
        "Where the values come from",
        [
            .text("Site"), .text("Its code"), .text("Counts days from"), .number("Results"),
            .number("Its records not proved yet"), .text("Not shown: no more what was proved"),
        ])
    for source in person.sources {
        table.add([
            name(source.site, max: 63), name(source.patient), HTML(source.infusions?.joined(separator: ", ") ?? "–"),
            "\(source.results)", source.missing == 0 ? "0" : tag("warn", "\(source.missing)"),
            source.damaged.isEmpty
                ? "–" : tag("fail", "records \(plainList(source.damaged.map(String.init), max: 5))"),
        ])
    }
    return section("Sites", table.html)
}

private func measuredSection(_ person: CentralPatientDocument) -> Section? {
    guard !person.measured.isEmpty else { return nil }
    var table = Table(
        "Every result by itself",
        [
            .text("Site"), .number("Day"), .text("Target"), .number("Copies"), .number("95 % interval"), .text("Unit"),
            .text("Run"), .text("Withheld"),
        ], isList: true)
    for value in person.measured {
        table.add([
            name(value.site, max: 63), value.day.map { "\($0)" } ?? "–", name(value.target),
            value.copies == nil && value.belowLLOQ
                ? "below the limit" : value.copies == nil && value.aboveULOQ ? "above the limit" : copies(value.copies),
            interval(value.low, value.high), name(value.unit), name(value.run, max: 12),
            HTML(bounded(value.withheld ?? "", 400)),
        ])
    }
    return section("Results", table.html)
}

private func siteAlertsSection(_ person: CentralPatientDocument) -> Section? {
    guard !person.siteAlerts.isEmpty else { return nil }
    var table = Table(
        "What the sites told of their own values, whatever became of it",
        [
            .text("Site"), .text("Alert there"), .text("Rule"), .text("Severity"), .number("Day"), .text("State"),
            .text("What"),
        ])
    for entry in person.siteAlerts {
        let alert = entry.alert
        table.add([
            name(entry.site ?? "", max: 63), HTML(alert.id), HTML(alert.rule), severityTag(alert.severity),
            alert.day.map { "\($0)" } ?? "–", HTML(alert.state.rawValue), HTML(bounded(alert.text, 400)),
        ])
    }
    return section("Alerts at the sites", table.html)
}
