public import Central
public import Foundation
internal import Text

/// The sites as a table, what is wrong with each below it, then the controls that drift.
public func fleetText(_ fleet: Fleet, at now: Date, silentAfter: Double, colour: Bool = false) -> String {
    guard !fleet.sites.isEmpty else { return "no site has shipped anything yet\n" }
    var table = AlignedTable([
        .init("site"), .init("last contact"), .init("version"), .init("proved", .right), .init("missing", .right),
        .init("runs", .right), .init("failed", .right), .init("open alerts", .right),
    ])
    for site in fleet.sites {
        table.add(
            [
                site.site, site.contact.map(utcText) ?? "–", site.program, "\(site.verified)", "\(site.missing)",
                "\(site.runsThisWeek)", "\(site.failuresThisWeek)", "\(site.openAlerts)",
            ], ink: site.troubles(at: now, silentAfter: silentAfter).isEmpty ? nil : .red)
    }
    let rows = table.text(colour: colour).split(separator: "\n", omittingEmptySubsequences: false)
    let entries = zip(fleet.sites, rows.dropFirst()).map { site, row in
        "\(row)\n"
            + site.troubles(at: now, silentAfter: silentAfter).map {
                "    \(folded(terminalSafe($0, max: 600), indent: 4))\n"
            }
            .joined()
    }
    let drifts = fleet.drifting.map { control in
        let log10 = control.deviation ?? 0
        return terminalSafe(
            "\(control.site): the control \(control.control) (\(control.target)) lies \(plainDecimal(log10.magnitude, digits: 2)) "
                + "log10 \(log10 < 0 ? "below" : "above") the other sites' median over "
                + "\(counted(control.runs, "run")).",
            max: 600)
            + "\n"
    }
    return "\(rows[0])\n" + entries.joined() + "runs and failures of the last \(Int(Fleet.weekDays)) days\n"
        + drifts.joined()
}
