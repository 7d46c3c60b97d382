import Assay
import Foundation
public import Laboratory
import Text

/// The control charts as tables, newest run last, with what the next run's curve and reference gene are held against.
/// - Parameter shown: at most so many of the latest runs of each control.
public func controlsText(
    _ history: LaboratoryHistory, shown: Int = 30, width: Int? = nil, colour: Bool = false
) -> String {
    var parts = history.charts.map { chart(of: $0, history.settings.controls, shown, width, colour) }
    if parts.isEmpty {
        let note = "no run controls yet: the plate's positive controls of the assay's target are charted"
        parts.append(folded(note, indent: 0, width: width) + "\n")
    }
    let held = history.curves.map {
        "next standard curve of \(terminalSafe($0.target)): intercept within "
            + "\(plainDecimal(history.settings.interceptMaxCycles, digits: 2)) of "
            + "\(plainDecimal($0.intercept, digits: 2)) cycles, the median of "
            + counted($0.runs, "run")
            + ($0.runs < history.settings.interceptRuns
                ? "; warns only until there are \(history.settings.interceptRuns)" : "")
    }
    let references = history.references.map { reference in
        "next \(terminalSafe(reference.gene)): "
            + (reference.limit.map {
                "up to Cq \(plainDecimal($0, digits: 2)), by \(counted(reference.samples, "sample"))"
            }
                ?? "by the absolute limit, until \(history.settings.referenceSamples) samples are known "
                + "(\(reference.samples) so far)")
    }
    if !held.isEmpty || !references.isEmpty {
        parts.append((held + references).map { folded($0, indent: 4, width: width) + "\n" }.joined())
    }
    return parts.joined(separator: "\n")
}

private func chart(
    of chart: ControlChart, _ settings: ControlSettings, _ shown: Int, _ width: Int?, _ colour: Bool
) -> String {
    var table = AlignedTable([
        .init("started"), .init("run"), .init("copies", .right), .init("log10", .right), .init("SD from mean", .right),
        .init("Westgard"),
    ])
    for entry in chart.entries.suffix(shown) {
        let verdict =
            entry.z == nil
            ? "not judged yet"
            : entry.broken.isEmpty ? "in control" : entry.broken.map(\.rawValue).joined(separator: " ")
        table.add(
            [
                entry.started, entry.run.text, plainCopies(pow(10, entry.value)), plainDecimal(entry.value, digits: 3),
                entry.z.map { plainDecimal($0, digits: 1) } ?? "–",
                verdict + (entry.rejected ? ": rejected" : entry.broken.isEmpty ? "" : ": warns"),
            ], ink: entry.rejected ? .red : entry.broken.isEmpty ? nil : .yellow)
    }
    let left = chart.entries.count - min(chart.entries.count, shown)
    return heading(of: chart, settings, width, colour) + table.text(colour: colour, columns: width)
        + (left > 0 ? "and \(counted(left, "earlier run")): --json has them all\n" : "")
}

private func heading(of chart: ControlChart, _ settings: ControlSettings, _ width: Int?, _ colour: Bool) -> String {
    let name = "\(terminalSafe(chart.control)), \(terminalSafe(chart.target))"
    let says =
        if let limits = chart.limits {
            "mean \(plainCopies(pow(10, limits.mean))) copies (\(plainDecimal(limits.mean, digits: 3)) log10), "
                + "SD \(plainDecimal(limits.sd, digits: 3)) log10"
        } else {
            "no limits yet, \(chart.entries.count) of \(settings.establishingMin) controls before they are set"
        }
    let isTooLong = width.map { name.count + 2 + says.count > $0 } ?? false
    return Ink.bold.applied(name, colour: colour) + (isTooLong ? ":\n    " : ": ")
        + folded(says, indent: 4, width: width) + "\n"
}
