import Assay
import Foundation
public import Laboratory

/// `controls --json`: the control charts, and what the curves and reference genes of the next run are held against.
public struct ControlsDocument: Codable, Hashable, Sendable {
    public struct Chart: Codable, Hashable, Sendable {
        public var control: String
        public var target: String
        /// Copies at the mean, and SD on log10; null until enough controls have established them.
        @OrNull public var mean: Double?
        @OrNull public var sdLog10: Double?
        public var points: [Point]

        enum CodingKeys: String, CodingKey {
            case control, target, mean, points
            case sdLog10 = "sd_log10"
        }
    }
    public struct Point: Codable, Hashable, Sendable {
        public var run: String
        public var started: String
        public var copies: Double
        public var log10: Double
        @OrNull public var z: Double?
        /// Westgard's rules that it breaks: "1-2s" warns, the others reject.
        public var rules: [WestgardRule]
        public var rejected: Bool
    }
    public struct Curve: Codable, Hashable, Sendable {
        public var target: String
        public var runs: Int
        /// Median intercept, cycles.
        public var intercept: Double
        /// A curve farther from it than this warns or fails.
        public var limit: Double
    }
    public struct Reference: Codable, Hashable, Sendable {
        public var gene: String
        public var samples: Int
        /// Latest adequate Cq; null until there are enough samples.
        @OrNull public var limit: Double?
    }

    public var schema = documentSchema
    public var controls: [Chart]
    public var curves: [Curve]
    public var references: [Reference]

    public init(_ history: LaboratoryHistory) {
        controls = history.charts.map { chart in
            Chart(
                control: chart.control, target: chart.target, mean: chart.limits.map { pow(10, $0.mean) },
                sdLog10: chart.limits?.sd,
                points: chart.entries.map {
                    Point(
                        run: $0.run.text, started: $0.started, copies: pow(10, $0.value), log10: $0.value, z: $0.z,
                        rules: $0.broken, rejected: $0.rejected)
                })
        }
        curves = history.curves.map {
            Curve(target: $0.target, runs: $0.runs, intercept: $0.intercept, limit: history.settings.interceptMaxCycles)
        }
        references = history.references.map { Reference(gene: $0.gene, samples: $0.samples, limit: $0.limit) }
    }
}
