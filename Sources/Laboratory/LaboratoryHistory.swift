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
        let latest = counted(runs[...], settings: settings)
        curves = Set(latest.flatMap { $0.curves.map(\.target) }).sorted().compactMap { target in
            let intercepts = latest.compactMap { $0.curves.first { $0.target == target }?.intercept }
            return median(intercepts).map { Curve(target: target, runs: intercepts.count, intercept: $0) }
        }
        references = Set(latest.flatMap { $0.references.map(\.gene) }).sorted().map { gene in
            let samples = latest.reduce(0) { sum, run in
                sum + run.references.reduce(0) { $0 + ($1.gene == gene ? $1.cqs.count : 0) }
            }
            return Reference(gene: gene, samples: samples, limit: referenceLimit(gene, latest, settings))
        }
    }
}
