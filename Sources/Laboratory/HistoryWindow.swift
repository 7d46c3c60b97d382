// The figures that runs leave behind, by what they are figures of, so that many runs can be held against their past
// without going through the past's runs for each of them.
import Assay

/// Runs, oldest first, by their figures.
struct HistoryColumns {
    enum Kind: Hashable {
        /// Intercepts of a target's standard curves.
        case curve(target: String)
        /// log10 copies of a run control.
        case control(key: String)
        /// Cq of a reference gene's samples.
        case reference(gene: String)
    }

    /// Values in the order of the runs, each with the run's index.
    private struct Column {
        var values: [Double] = []
        var runs: [Int] = []

        mutating func add(_ more: [Double], of run: Int) {
            values.append(contentsOf: more)
            for _ in more { runs.append(run) }
        }

        func values(of range: Range<Int>) -> ArraySlice<Double> {
            values[first(notBefore: range.lowerBound)..<first(notBefore: range.upperBound)]
        }

        private func first(notBefore run: Int) -> Int {
            var (low, high) = (0, runs.count)
            while low < high {
                let middle = (low + high) / 2
                if runs[middle] < run { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }

    private var columns: [Kind: Column] = [:]
    /// Indices of the runs that a person has accepted, rising.
    private let accepted: [Int]
    let count: Int
    private let settings: LaboratorySettings
    /// Runs before this one do not count any more.
    private let since: Int

    init(_ runs: some Collection<RunSummary>, settings: LaboratorySettings) {
        self.settings = settings
        count = runs.count
        accepted = runs.enumerated().filter { $0.element.isAccepted }.map { $0.offset }
        // ISO dates sort as texts.
        since = settings.since.map { date in runs.prefix { $0.started < date.iso }.count } ?? 0
        for (index, run) in runs.enumerated() {
            func add(_ values: [Double], _ kind: Kind) { columns[kind, default: Column()].add(values, of: index) }
            var targets: Set<String> = []
            for curve in run.curves where targets.insert(curve.target).inserted {
                add([curve.intercept], .curve(target: curve.target))
            }
            for control in run.controls where control.log10Copies.isFinite {
                add([control.log10Copies], .control(key: control.key))
            }
            for reference in run.references {
                add(reference.cqs, .reference(gene: reference.gene))
            }
        }
    }

    /// What the run at an index is held against: the latest runs before it, from `since` on.
    func window(before index: Int) -> HistoryWindow {
        let lowest = max(index - max(settings.runs, 0), since, 0)
        return HistoryWindow(columns: self, runs: min(lowest, index)..<index)
    }

    func values(_ kind: Kind, of runs: Range<Int>) -> ArraySlice<Double> { columns[kind]?.values(of: runs) ?? [] }

    /// The last run of a range that a person has accepted.
    func lastAccepted(in runs: Range<Int>) -> Int? {
        accepted.last { $0 < runs.upperBound }.flatMap { $0 >= runs.lowerBound ? $0 : nil }
    }

    var kinds: some Collection<Kind> { columns.keys }
}

/// The runs that count as history for one run.
struct HistoryWindow {
    let columns: HistoryColumns
    let runs: Range<Int>

    /// One a run, oldest first.
    func intercepts(of target: String) -> ArraySlice<Double> { columns.values(.curve(target: target), of: runs) }
    func controls(_ control: RunSummary.Control) -> ArraySlice<Double> {
        columns.values(.control(key: control.key), of: runs)
    }
    func references(of gene: String) -> ArraySlice<Double> { columns.values(.reference(gene: gene), of: runs) }

    /// The runs after the last one that a person has accepted; all where there is none.
    var sinceAccepted: HistoryWindow {
        HistoryWindow(
            columns: columns, runs: (columns.lastAccepted(in: runs).map { $0 + 1 } ?? runs.lowerBound)..<runs.upperBound
        )
    }

    /// Targets with a curve, sorted.
    var targets: [String] {
        columns.kinds.compactMap { kind -> String? in
            guard case .curve(let target) = kind else { return nil }
            return intercepts(of: target).isEmpty ? nil : target
        }.sorted()
    }

    /// Genes with a sample, sorted.
    var genes: [String] {
        columns.kinds.compactMap { kind -> String? in
            guard case .reference(let gene) = kind else { return nil }
            return references(of: gene).isEmpty ? nil : gene
        }.sorted()
    }
}

/// A history, oldest first, against which many runs are held.
public struct LaboratoryPast: Sendable {
    private let columns: HistoryColumns
    private let settings: LaboratorySettings

    public init(_ runs: [RunSummary], settings: LaboratorySettings) {
        columns = HistoryColumns(runs, settings: settings)
        self.settings = settings
    }

    /// What the runs before an index decide over a run.
    public func decision(on run: RunSummary, before index: Int) -> LaboratoryDecision {
        LaboratoryDecision(on: run, after: columns.window(before: index), settings: settings)
    }
}
