// Levey-Jennings charts and Westgard's rules over a laboratory's run controls, on log10 copies (Westgard et al., Clin Chem 27, 1981).
import Foundation

/// One control sample of one run.
public struct ControlPoint: Hashable, Sendable, Codable {
    public var runID: String
    /// Start of the run as its file says, ISO 8601 without a zone: the chart's order.
    public var started: String
    public var control: String
    public var target: String
    /// log10 copies.
    public var log10Copies: Double

    public init(runID: String, started: String, control: String, target: String, log10Copies: Double) {
        self.runID = runID
        self.started = started
        self.control = control
        self.target = target
        self.log10Copies = log10Copies
    }
}

/// 1-2s warns; the others reject the run.
public enum WestgardRule: String, Sendable, Codable, CaseIterable {
    /// One control beyond 2 SD.
    case oneTwoS = "1-2s"
    /// One control beyond 3 SD.
    case oneThreeS = "1-3s"
    /// Two in a row beyond 2 SD on one side.
    case twoTwoS = "2-2s"
    /// Two in one run, or in a row, more than 4 SD apart, one beyond +2 SD and one beyond −2 SD.
    case rangeFourS = "R-4s"
    /// Four in a row beyond 1 SD on one side.
    case fourOneS = "4-1s"
    /// Ten in a row on one side of the mean.
    case tenX = "10-x"

    public var rejects: Bool { self != .oneTwoS }
}

public struct ControlSettings: Hashable, Sendable, Codable {
    /// Controls that the mean and the SD are taken from, the first ones that are not rejected.
    public var establishing = 20
    /// Fewer than this give no limits: nothing is judged.
    public var establishingMin = 10
    /// Smallest SD, log10: ten near-equal controls must not reject ordinary ones.
    public var sdMinLog10 = 0.03
    /// Assigned values instead of established ones.
    public var assignedMean: Double?
    public var assignedSD: Double?

    public init() {}
}

/// One control over time.
public struct ControlChart: Hashable, Sendable {
    public struct Entry: Hashable, Sendable {
        public var point: ControlPoint
        /// Distance from the mean in SD; nil while there are no limits.
        public var z: Double?
        /// Rules that this point breaks.
        public var broken: [WestgardRule]
        public var rejected: Bool { broken.contains(where: \.rejects) }
    }
    public var control: String
    public var target: String
    public var mean: Double?
    public var sd: Double?
    /// In the order of the runs' starts.
    public var entries: [Entry]
}

/// The charts of all controls and targets, sorted by name. Points in any order; not finite ones are left out.
public func controlCharts(_ points: [ControlPoint], settings: ControlSettings = ControlSettings()) -> [ControlChart] {
    let groups = Dictionary(grouping: points.filter { $0.log10Copies.isFinite }) { [$0.control, $0.target] }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, points in
        let ordered = points.sorted { ($0.started, $0.runID, $0.log10Copies) < ($1.started, $1.runID, $1.log10Copies) }
        let limits = establishedLimits(ordered.map(\.log10Copies), settings)
        let z = ordered.map { point in limits.map { (point.log10Copies - $0.mean) / $0.sd } }
        let entries = ordered.indices.map { index in
            ControlChart.Entry(point: ordered[index], z: z[index], broken: westgard(z[...index].compactMap(\.self)))
        }
        return ControlChart(control: key[0], target: key[1], mean: limits?.mean, sd: limits?.sd, entries: entries)
    }
}

/// Mean and SD of the first points; one outlier beyond 3 SD of the others is left out of them.
private func establishedLimits(_ values: [Double], _ settings: ControlSettings) -> (mean: Double, sd: Double)? {
    if let mean = settings.assignedMean, let sd = settings.assignedSD, mean.isFinite, sd.isFinite, sd > 0 { return (mean, sd) }
    let first = Array(values.prefix(max(settings.establishing, 2)))
    guard first.count >= max(settings.establishingMin, 2) else { return nil }
    let kept = first.indices.filter { index in
        var others = first
        others.remove(at: index)
        guard let limits = meanAndSD(others, sdMin: settings.sdMinLog10) else { return true }
        return (first[index] - limits.mean).magnitude <= 3 * limits.sd
    }
    return meanAndSD(kept.map { first[$0] }, sdMin: settings.sdMinLog10)
}

private func meanAndSD(_ values: [Double], sdMin: Double) -> (mean: Double, sd: Double)? {
    guard values.count >= 2 else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, max((squares / Double(values.count - 1)).squareRoot(), sdMin))
}

/// The rules that the last of these distances breaks, given those before it.
public func westgard(_ z: [Double]) -> [WestgardRule] {
    guard let last = z.last else { return [] }
    let side = last < 0 ? -1.0 : 1.0
    /// The last `n` all lie beyond `limit` on the last one's side.
    func run(_ n: Int, beyond limit: Double) -> Bool { z.count >= n && z.suffix(n).allSatisfy { $0 * side > limit } }
    var broken: [WestgardRule] = []
    if last.magnitude > 2 { broken.append(.oneTwoS) }
    if last.magnitude > 3 { broken.append(.oneThreeS) }
    if run(2, beyond: 2) { broken.append(.twoTwoS) }
    if let before = z.dropLast().last, last.magnitude > 2, before.magnitude > 2, before * last < 0 { broken.append(.rangeFourS) }
    if run(4, beyond: 1) { broken.append(.fourOneS) }
    if run(10, beyond: 0) { broken.append(.tenX) }
    return broken
}

/// R10 for a control that rejects its run; nil for one that does not.
public func shiftedControlFinding(_ entry: ControlChart.Entry, of chart: ControlChart) -> Finding? {
    guard entry.rejected, let z = entry.z, let mean = chart.mean, let sd = chart.sd else { return nil }
    let rules = entry.broken.filter(\.rejects).map(\.rawValue).joined(separator: ", ")
    return laboratory(
        subject: "control \(shown(chart.control, max: 40)) \(shown(chart.target, max: 40)) of run \(shown(entry.point.runID))", run: entry.point.runID,
        text: "Control \(shown(chart.control, max: 40)) (\(shown(chart.target, max: 40))) of run \(shown(entry.point.runID)) breaks Westgard's \(rules): "
            + "\(plainDecimal(entry.point.log10Copies, digits: 2)) log10, \(plainDecimal(z, digits: 1)) SD from the mean of "
            + "\(plainDecimal(mean, digits: 2)) ± \(plainDecimal(sd, digits: 2)).",
        advice: "Look at the control chart for a shift or a drift; check reagents, standards and pipettes before the next run.")
}
