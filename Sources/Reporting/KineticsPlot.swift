import Alerts
import Assay
import Foundation
import Kinetics
public import Rules
import Text

/// A patient's copies over time on a logarithmic scale, for a terminal.
public struct KineticsPlot: Sendable {
    public struct Point: Hashable, Sendable {
        public enum Kind: Sendable { case value, belowLLOQ, aboveULOQ }
        public var day: Double
        /// The value, or the limit it lies beyond.
        public var copies: Double
        public var kind: Kind
        /// What was told of this sampling day, and how grave the gravest of it is.
        public var alerts: [String] = []
        public var severity: Severity?
        public init(day: Double, copies: Double, kind: Kind = .value) {
            self.day = day
            self.copies = copies
            self.kind = kind
        }
    }
    /// A horizontal line with its name.
    public struct Threshold: Hashable, Sendable {
        public var copies: Double
        public var label: String
        public init(copies: Double, label: String) {
            self.copies = copies
            self.label = label
        }
    }
    /// The square root gives the weekly visits room beside two years.
    public enum DayScale: Sendable { case linear, squareRoot }

    /// The smallest plot that says anything, characters.
    public static let widthMin = 30
    public static let heightMin = 6
    public static let widthMax = 400
    public static let heightMax = 100
    /// Later points are left out, days.
    public static let dayLimit = 100_000.0

    public var title: String
    public var points: [Point]
    public var thresholds: [Threshold]
    public var dayScale = DayScale.squareRoot
    /// The axes reach at least these, so that several plots compare.
    /// Days; no more than `dayLimit` counts.
    public var dayMax = 30.0
    /// Of the copies; empty where it is not known.
    public var unit = ""
    public var copiesMin = 10.0
    public var copiesMax = 1e6

    /// Points that are not finite, not positive, before day 0 or after `dayLimit` cannot be drawn on these axes and are
    /// left out.
    public init(title: String, points: [Point], thresholds: [Threshold]) {
        self.title = title
        self.points = points.filter { (0...Self.dayLimit).contains($0.day) && $0.copies.isFinite && $0.copies > 0 }
            .sorted { $0.day < $1.day }
        self.thresholds = thresholds.filter { $0.copies.isFinite && $0.copies > 0 }
    }

    public init(_ report: PatientReport) {
        let rules = report.rules
        let told = Dictionary(
            grouping: report.alerts.filter { $0.state != .corrected && $0.finding.severity != .laboratory }
        ) { $0.finding.day }
        let points = report.values.compactMap { value -> Point? in
            let limit = value.copies ?? (value.belowLLOQ ? value.lloq : value.uloq)
            guard let limit else { return nil }
            var point = Point(
                day: Double(value.day), copies: limit,
                kind: value.copies != nil ? .value : value.belowLLOQ ? .belowLLOQ : .aboveULOQ)
            for rule in (told[value.day] ?? []).flatMap(\.finding.rules).map(\.text)
            where !point.alerts.contains(rule) {
                point.alerts.append(rule)
            }
            point.severity = told[value.day]?.map(\.finding.severity).max {
                ($0 == .critical ? 1 : 0) < ($1 == .critical ? 1 : 0)
            }
            return point
        }
        let peak = report.kinetics.cmax.map { ", peak \(plainCopies($0))" } ?? ""
        let day =
            report.kinetics.tmax.map { " on day \(plainDecimal($0 + Double(report.course.offset), digits: 1))" } ?? ""
        let group = report.patient.group.isEmpty ? "" : "  " + report.patient.group
        self.init(
            title: report.patient.code + group + peak + day, points: points,
            thresholds: [
                Threshold(copies: rules.expansionCopies, label: "\(plainCopies(rules.expansionCopies)) expansion"),
                Threshold(copies: rules.lowCopies, label: "\(plainCopies(rules.lowCopies)) low"),
                Threshold(copies: rules.veryLowCopies, label: "\(plainCopies(rules.veryLowCopies)) very low"),
                Threshold(copies: rules.relapseCopies, label: "\(plainCopies(rules.relapseCopies)) relapse"),
            ])
        unit = report.unit
    }

    /// What the axes say.
    static func caption(_ unit: String, width: Int) -> InkedLine {
        let copies = unit.isEmpty ? "copies" : terminalSafe(unit, max: 40)
        return InkedLine("up: \(copies), log; along: days after the infusion", width: width, ink: .dim)
    }

    /// `width` columns and `height` lines of plot, besides title and axis; out of their limits they are brought inside.
    public func text(width: Int, height: Int, colour: Bool = false) -> String {
        let caption = Self.caption(unit, width: min(max(width, Self.widthMin), Self.widthMax))
        return (lines(width: width, height: height) + [caption]).map { $0.text(colour: colour) + "\n" }.joined()
    }
}

/// Several plots on common axes, as many beside each other as `width` has room for.
public func plotGrid(_ plots: [KineticsPlot], width: Int, plotWidth: Int = 58, height: Int = 11, colour: Bool = false)
    -> String
{
    let days = plots.flatMap { $0.points.map(\.day) + [$0.dayMax] }.max() ?? 0
    let copies = plots.flatMap { $0.points.map(\.copies) + $0.thresholds.map(\.copies) }
    let columns = max(1, (width + 2) / (plotWidth + 2))
    let blocks = plots.map { plot in
        var plot = plot
        plot.dayMax = days
        plot.copiesMin = min(plot.copiesMin, copies.min() ?? plot.copiesMin)
        plot.copiesMax = max(plot.copiesMax, copies.max() ?? plot.copiesMax)
        return plot.lines(width: min(plotWidth, width), height: height)
    }
    let units = Set(plots.map(\.unit))
    let caption = plots.isEmpty ? [] : [KineticsPlot.caption(units.count == 1 ? units.first ?? "" : "", width: width)]
    return (sideBySide(blocks, columns: columns, gap: 2) + caption).map { $0.text(colour: colour) + "\n" }.joined()
}
