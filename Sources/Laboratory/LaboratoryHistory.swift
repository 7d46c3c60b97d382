// The laboratory's history as people look at it: the charts, and what the next run will be held against.
import Statistics

public struct LaboratoryHistory: Sendable {
    /// A target's standard curves.
    public struct Curve: Hashable, Sendable {
        public var target: String
        public var runs: Int
        /// Median, cycles.
        public var intercept: Double
    }
    /// A reference gene's samples.
    public struct Reference: Hashable, Sendable {
        public var gene: String
        public var samples: Int
        /// Latest adequate Cq; nil until there are enough samples.
        public var limit: Double?
    }

    public let settings: LaboratorySettings
    public let charts: [ControlChart]
    public let curves: [Curve]
    public let references: [Reference]

    /// - Parameter runs: the whole history, oldest first.
    public init(_ runs: [RunSummary], settings: LaboratorySettings) {
        self.settings = settings
        charts = controlCharts(runs, settings: settings)
        let latest = HistoryColumns(runs, settings: settings).window(before: runs.count)
        curves = latest.targets.compactMap { target in
            let intercepts = latest.intercepts(of: target)
            return median(intercepts).map { Curve(target: target, runs: intercepts.count, intercept: $0) }
        }
        references = latest.genes.map { gene in
            Reference(
                gene: gene, samples: latest.references(of: gene).count, limit: referenceLimit(gene, latest, settings))
        }
    }
}
