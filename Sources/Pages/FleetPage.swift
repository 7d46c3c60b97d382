import Alerts
public import Reporting
import Text

/// All sites at a glance: what is wrong first, then each site, then the run controls beside one another.
/// - Parameters:
///   - alerts: those that stand, the centre's own and the sites'.
///   - subjects: persons of several sites; those that have a page are in `links`.
///   - asOf: when all this was so, with its zone.
public func fleetPage(
    _ fleet: FleetDocument, alerts: CentralAlertsDocument, subjects: [String], links: PageLinks, asOf: String,
    programVersion: String
) -> String {
    let troubled = fleet.sites.count { !$0.troubles.isEmpty }
    let drifting = fleet.controls.count(where: \.drifts)
    let tags: [HTML] = [
        troubled == 0 ? tag("pass", "no site wants a look") : tag("fail", "\(counted(troubled, "site")) to look at"),
        drifting == 0 ? .none : tag("warn", "\(counted(drifting, "control")) drift"),
    ]
    let heading =
        HTML.element("h1", [], "Sites and persons")
        + .element("p", [], HTML(tags.filter { !$0.isEmpty }.flatMap { [$0, " "] }))
        + .element("p", [.class("soft")], HTML("As of \(bounded(asOf)). The page does not renew itself."))
    let sections: [Section?] = [
        troublesSection(fleet), sitesSection(fleet), personsSection(subjects, links), alertsSection(alerts),
        controlsSection(fleet),
    ]
    return page(
        title: "Sites and persons", body: heading + body(sections), script: listScript, programVersion: programVersion)
}

private func troublesSection(_ fleet: FleetDocument) -> Section? {
    let troubles = fleet.sites.flatMap { site in
        site.troubles.map { HTML.element("li", [], name(site.site, max: 63) + ": " + HTML(bounded($0, 600))) }
    }
    return troubles.isEmpty ? nil : section("What to look at", .element("ul", [], HTML(troubles)))
}

private func sitesSection(_ fleet: FleetDocument) -> Section {
    guard !fleet.sites.isEmpty else { return section("Sites", .element("p", [], "None was heard of yet.")) }
    var table = Table(
        "Every site; runs and failures of the last week",
        [
            .text("Site"), .text("Last contact"), .text("Version"), .number("Proved"), .number("Missing"),
            .number("Not shipped then"), .number("Runs"), .number("Failed"), .number("Open alerts"),
        ], isList: true)
    for site in fleet.sites {
        table.add([
            name(site.site, max: 63),
            HTML(site.contact.map { shortTime($0) } ?? "never") + (site.silent ? " " + tag("fail", "silent") : .none),
            name(site.version), "\(site.verified)",
            site.missing == 0 ? "0" : tag("warn", "\(site.missing)"), "\(site.backlog)", "\(site.runsThisWeek)",
            "\(site.failuresThisWeek)", "\(site.openAlerts)",
        ])
    }
    return section("Sites", table.html)
}

private func personsSection(_ subjects: [String], _ links: PageLinks) -> Section {
    guard !subjects.isEmpty else {
        return section(
            "Persons of several sites", .element("p", [], "Nobody is known to be measured at several sites."))
    }
    let items = subjects.map { HTML.element("li", [], links.patient($0)) }
    return section("Persons of several sites", .element("ul", [], HTML(items)))
}

private func alertsSection(_ document: CentralAlertsDocument) -> Section {
    guard !document.alerts.isEmpty else { return section("Open alerts", .element("p", [], "None.")) }
    var table = Table(
        "Alerts that stand, the gravest first; each by whoever raised it",
        [.text("From"), .text("Rule"), .text("Severity"), .text("Patient there"), .number("Day"), .text("What")],
        isList: true)
    let ordered = document.alerts.enumerated().sorted {
        ($1.element.alert.severity.gravity, $0.offset) < ($0.element.alert.severity.gravity, $1.offset)
    }.map(\.element)
    for entry in ordered {
        let alert = entry.alert
        table.add([
            entry.site.map { name($0, max: 63) } ?? "the centre", HTML(alert.rule), severityTag(alert.severity),
            alert.patient.map { name($0) } ?? "–", alert.day.map { "\($0)" } ?? "–", HTML(bounded(alert.text, 300)),
        ])
    }
    return section("Open alerts", table.html)
}

private func controlsSection(_ fleet: FleetDocument) -> Section? {
    guard !fleet.controls.isEmpty else { return nil }
    var table = Table(
        "Run controls of all sites: each site's median beside the others', which drifts beyond "
            + "\(plainDecimal(fleet.driftLimit, digits: 1)) log10",
        [
            .text("Control"), .text("Target"), .text("Site"), .number("Runs"), .number("Copies"),
            .number("log10 from the others"),
        ], isList: true)
    for control in fleet.controls {
        let deviation = number(control.deviation, 2)
        table.add([
            name(control.control), name(control.target), name(control.site, max: 63), "\(control.runs)",
            copies(control.copies), control.drifts ? tag("warn", "drifts") + " " + deviation : deviation,
        ])
    }
    return section("Run controls", table.html)
}
