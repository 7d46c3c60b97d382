// Levey-Jennings charts over the laboratory's run controls, on log10 copies: each control is held against those of the
// runs before it.
public import Assay
import Foundation
import Statistics

/// One control of one run, judged.
public struct ControlEntry: Hashable, Sendable {
    public var run: RunID
    public var started: String
    public var control: String
    public var target: String
    /// log10 copies.
    public var value: Double
    /// What it is held against; nil until enough controls have established it.
    public var limits: ControlLimits?
    /// Distance from the mean in SD.
    public var z: Double?
    /// Rules that it breaks, but for those that are switched off.
    public var broken: [WestgardRule]
    /// Of these, the ones that reject the run.
    public var rejecting: [WestgardRule]

    public var rejected: Bool { !rejecting.isEmpty }
}

/// Mean and SD of a control, log10 copies.
public struct ControlLimits: Hashable, Sendable {
    public var mean: Double
    public var sd: Double
}

/// One control and target over time, in the order of the runs' starts.
public struct ControlChart: Hashable, Sendable {
    public var control: String
    public var target: String
    public var entries: [ControlEntry]
    /// Those that the newest control was held against.
    public var limits: ControlLimits? { entries.last?.limits }
}

/// The charts of all controls and targets, sorted by name.
/// - Parameter runs: the whole history, oldest first. Each is judged as it was when it came: by the runs before it.
public func controlCharts(_ runs: [RunSummary], settings: LaboratorySettings = LaboratorySettings()) -> [ControlChart] {
    let past = HistoryColumns(runs, settings: settings)
    let entries = runs.indices.flatMap {
        judgeControls(of: runs[$0], after: past.window(before: $0), settings: settings.controls)
    }
    let groups = Dictionary(grouping: entries) { [AssaySettings.folded($0.control), AssaySettings.folded($0.target)] }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.compactMap { _, entries in
        entries.last.map { ControlChart(control: $0.control, target: $0.target, entries: entries) }
    }
}

/// The controls of one run against those of the runs before it, in the order of the plate.
func judgeControls(of run: RunSummary, after history: HistoryWindow, settings: ControlSettings) -> [ControlEntry] {
    let own = run.controls.filter(\.log10Copies.isFinite)
    let series = own.map(history.controls)
    // Chains begin anew after a run that a person has accepted: what was judged is no ground to fail every later run.
    let chains = own.map(history.sinceAccepted.controls)
    let limits = zip(own, series).map { control, earlier in
        settings.assigned(control.control) ?? establishedLimits(earlier, settings)
    }
    let targets = own.map { AssaySettings.folded($0.target) }
    let z = zip(own, limits).map { control, limits in limits.map { (control.log10Copies - $0.mean) / $0.sd } }
    return own.indices.map { index in
        let beside = own.indices.filter { $0 != index && targets[$0] == targets[index] }.compactMap { z[$0] }
        let before =
            limits[index].map { limits in chains[index].suffix(chainMax).map { ($0 - limits.mean) / limits.sd } } ?? []
        let broken = (z[index].map { westgard(before + [$0], beside: beside) } ?? []).map {
            (rule: $0.rule, action: $0.action(settings))
        }
        return ControlEntry(
            run: run.run, started: run.started, control: own[index].control, target: own[index].target,
            value: own[index].log10Copies,
            limits: limits[index], z: z[index], broken: broken.filter { $0.action != .off }.map(\.rule),
            rejecting: broken.filter { $0.action == .reject }.map(\.rule))
    }
}

/// No rule looks at more controls before one.
private let chainMax = 9

extension ControlSettings {
    fileprivate func assigned(_ control: String) -> ControlLimits? {
        assigned.first {
            AssaySettings.folded($0.control) == AssaySettings.folded(control) && $0.copies > 0 && $0.sdLog10 > 0
        }
        .map { ControlLimits(mean: log10($0.copies), sd: $0.sdLog10) }
    }
}

/// Mean and SD of the first controls; an outlier beyond 3 SD of the others is left out of them.
private func establishedLimits(_ values: ArraySlice<Double>, _ settings: ControlSettings) -> ControlLimits? {
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

private func meanAndSD(_ values: [Double], sdMin: Double) -> ControlLimits? {
    guard let mean = mean(values), let sd = standardDeviation(values) else { return nil }
    return ControlLimits(mean: mean, sd: max(sd, sdMin))
}
