import Alerts
import Assay
public import Foundation
public import Kinetics
import Rules
import Text

/// All patients, one a line.
public func patientsText(_ reports: [PatientReport], width: Int? = nil, colour: Bool = false) -> String {
    guard !reports.isEmpty else { return "no patients\n" }
    var table = AlignedTable([
        .init("patient"), .init("infusion"), .init("group"), .init("samples", .right), .init("Cmax", .right),
        .init("Tmax", .right),
        .init("last", .right), .init("on day", .right), .init("open alerts"), .init("ended"),
    ])
    for report in reports {
        let last = report.values.last
        let open = report.openAlerts
        table.add(
            [
                report.patient.code, report.patient.infusion?.iso ?? "unknown", report.patient.group,
                String(report.values.count),
                report.kinetics.cmax.map { plainCopies($0) } ?? "–", days(report.kinetics.tmax),
                last.map(valueText) ?? "–",
                last.map { String($0.day) } ?? "–",
                rulesByDay(open),
                [report.patient.ended?.iso, report.patient.endReason].compactMap { $0 }.filter { !$0.isEmpty }.joined(
                    separator: " "),
            ], ink: open.contains { $0.finding.severity == .critical } ? .red : nil)
    }
    let units = Set(reports.map(\.unit)).sorted().map { terminalSafe($0) }.joined(separator: ", ")
    let note = "copies in \(units), times in days after the infusion"
    return table.text(colour: colour, columns: width) + folded(note, indent: 0, width: width) + "\n"
}

/// "D307 R3 R4, D690 R8": what stands open, day by day.
private func rulesByDay(_ alerts: [Alert]) -> String {
    var days: [(day: Int?, rules: [String])] = []
    for alert in alerts {
        if let index = days.firstIndex(where: { $0.day == alert.finding.day }) {
            days[index].rules += alert.finding.rules.map(\.text)
        } else {
            days.append((alert.finding.day, alert.finding.rules.map(\.text)))
        }
    }
    return days.map { ($0.day.map { "D\($0) " } ?? "") + $0.rules.joined(separator: " ") }.joined(separator: ", ")
}

/// One patient: the values, the kinetics, what was withheld and the alerts.
/// - Parameter zone: of the times; nil: UTC.
public func patientText(
    _ report: PatientReport, zone: TimeZone? = nil, width: Int? = nil, colour: Bool = false
) -> String {
    let patient = report.patient
    let facts = [
        "infusion \(patient.infusion?.iso ?? "unknown")"
            + patient.further.enumerated().map { ", infusion \($0.offset + 2) \($0.element.date.iso)" }.joined(),
        patient.dose.isEmpty ? nil : "dose \(patient.dose)",
        patient.group.isEmpty ? nil : patient.group, patient.ended.map { "ended \($0.iso) \(patient.endReason)" },
    ].compactMap { $0 }.map { terminalSafe($0) }.joined(separator: ", ")
    // Which method a value came from is said where it is not the same for all that is known.
    let told = report.values.contains { $0.method != .realTime || !$0.besides.isEmpty }
    var table = AlignedTable(
        [.init("day", .right), .init("copies", .right), .init("95 % interval", .right), .init("run")]
            + (told ? [.init("method")] : []))
    for (index, value) in report.values.enumerated() {
        let method = told ? methodText(value, before: index > 0 ? report.values[index - 1] : nil) : ""
        table.add(
            [
                String(value.day), valueText(value), intervalText(value.low, value.high),
                value.runs.map(\.text).joined(separator: ", "),
            ] + (told ? [method] : []))
    }
    var parts = [
        "\(Ink.bold.applied(patient.code, colour: colour))  "
            + "\(folded(facts, indent: patient.code.count + 2, width: width))\n\(terminalSafe(report.target)), "
            + "\(terminalSafe(report.unit))\n"
    ]
    parts.append(report.values.isEmpty ? "no values yet\n" : table.text(colour: colour, columns: width))
    if report.course.offset != 0 {
        let note = "what follows counts days from infusion \(report.course.number), day \(report.course.offset) above"
        parts.append(folded(note, indent: 0, width: width) + "\n")
    }
    let kinetics = kineticsLines(report.kinetics, width: width)
    if !kinetics.isEmpty { parts.append(kinetics) }
    let outlook = outlookText(report, width: width ?? textColumns)
    if !outlook.isEmpty { parts.append(outlook) }
    let withheld =
        report.withheld.map { "withheld: \(terminalSafe($0.sample)): \(terminalSafe($0.withheld ?? ""))" }
        + report.disagreements.map {
            "day \($0.day): repeats disagree, \(plainCopies($0.lowest)) to \(plainCopies($0.highest)); none is used"
        }
    if !withheld.isEmpty {
        parts.append(withheld.map { folded($0, indent: 4, width: width, max: 2000) + "\n" }.joined())
    }
    if !report.alerts.isEmpty {
        parts.append(alertsText(report.alerts, zone: zone, width: width, colour: colour))
    }
    return parts.joined(separator: "\n")
}

/// The kinetics of any series, one a line.
public func kineticsText(
    _ series: [(patient: String, kinetics: KineticsReport)], width: Int? = nil, colour: Bool = false
) -> String {
    var table = AlignedTable(
        [.init("patient")]
            + ["Cmax", "Tmax", "Clast", "Tlast", "Tbql", "AUClast", "AUC0–28", "AUC0–84", "half-life", "doubling"].map {
                .init($0, .right)
            }
            + [.init("flags")])
    for (patient, report) in series {
        let copies =
            [report.cmax, report.clast, report.aucLast].map { $0.map { plainCopies($0) } ?? "–" }
            + [areaText(report, to: 28), areaText(report, to: 84)].map { $0 ?? "–" }
        table.add([
            patient, copies[0], days(report.tmax), copies[1], days(report.tlast), days(report.tbql), copies[2],
            copies[3], copies[4],
            days(shownHalfLife(report)), days(report.doublingTime),
            report.flags.map { $0.rawValue.replacing("_", with: " ") }.joined(separator: ", "),
        ])
    }
    let note = "copies in the series' own unit, times in days, AUC in copies × days"
    return table.text(colour: colour, columns: width) + folded(note, indent: 0, width: width) + "\n"
}

private func kineticsLines(_ report: KineticsReport, width: Int?) -> String {
    let rows: [(String, String?)] = [
        ("Cmax", report.cmax.map { "\(plainCopies($0)) on day \(days(report.tmax))" }),
        ("last quantified", report.clast.map { "\(plainCopies($0)) on day \(days(report.tlast))" }),
        ("first below LLOQ after it", report.tbql.map { "day \(days($0))" }),
        ("AUC to last", report.aucLast.map { plainCopies($0) }),
        ("AUC 0–28 d", areaText(report, to: 28)),
        ("AUC 0–84 d", areaText(report, to: 84)),
        ("half-life of contraction", report.contractionHalfLife.map { "\(days($0)) d" }),
        ("terminal half-life", shownHalfLife(report).map { "\(days($0)) d" }),
        ("doubling time of expansion", report.doublingTime.map { "\(days($0)) d" }),
    ]
    var table = AlignedTable([.init("kinetics"), .init("")])
    for (name, value) in rows { if let value { table.add([name, value]) } }
    return table.rows.isEmpty ? "" : table.text(columns: width)
}

/// "5.74×10^5", with bounds where the copies were lost within the window; "ends on day 14" where the series does not
/// reach its end; nil for no area.
private func areaText(_ report: KineticsReport, to end: Int) -> String? {
    let (area, bounds) = end == 28 ? (report.auc0to28, report.auc0to28Bounds) : (report.auc0to84, report.auc0to84Bounds)
    if let area {
        return plainCopies(area)
            + (bounds.map { " (\(plainCopies($0.low)) to \($0.high.map { plainCopies($0) } ?? "?"))" } ?? "")
    }
    let missing = report.flags.contains(end == 28 ? .area28NotCovered : .area84NotCovered)
    return missing ? report.lastSampleDay.map { "none: ends on day \(days($0))" } : nil
}

/// As a fact to people only where it is one (clinical domain, section 5).
private func shownHalfLife(_ report: KineticsReport) -> Double? {
    report.halfLife.flatMap { $0.reliable ? $0.days : nil }
}

private func days(_ days: Double?) -> String { days.map { plainDecimal($0, digits: 1) } ?? "–" }

private func valueText(_ value: DayValue) -> String {
    if let copies = value.copies { return plainCopies(copies) }
    return value.belowLLOQ
        ? "< \(value.lloq.map { plainCopies($0) } ?? "LLOQ")" : "> \(value.uloq.map { plainCopies($0) } ?? "ULOQ")"
}

/// How a value was measured, where that changes, and what another method found on the same day.
private func methodText(_ value: DayValue, before: DayValue?) -> String {
    let changed = before.map { $0.method != value.method } ?? false
    let bridged = value.method == .digital ? value.bridged : before?.bridged ?? false
    let step = bridged ? "bridged by the configured factor" : "not comparable without a bridging study"
    return value.method.rawValue + (changed ? " (another method than before: \(step))" : "")
        + value.besides.map {
            "; by \($0.method.rawValue) \(valueText($0)) (\(intervalText($0.low, $0.high))), not counted"
        }.joined()
}
