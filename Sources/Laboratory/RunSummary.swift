// What a run leaves behind for those after it: the laboratory's history is made of these.
public import Assay
import Foundation

/// The part of a run that later runs are held against. It follows from the run alone, so the order in which runs arrive
/// changes nothing.
public struct RunSummary: Hashable, Sendable, Codable {
    /// A standard curve of one of the assay's targets.
    public struct Curve: Hashable, Sendable, Codable {
        public var target: String
        /// Cq of one copy in the standards' unit, cycles.
        public var intercept: Double
        public init(target: String, intercept: Double) { (self.target, self.intercept) = (target, intercept) }
    }
    /// A run control: a positive control's value.
    public struct Control: Hashable, Sendable, Codable {
        public let control: String
        public let target: String
        /// log10 copies; the limit stands for a value beyond it.
        public let log10Copies: Double
        /// Control and target as they are compared, folded once: a history is gone through for each of its runs.
        let key: String

        public init(control: String, target: String, log10Copies: Double) {
            (self.control, self.target, self.log10Copies) = (control, target, log10Copies)
            key = AssaySettings.folded(control) + "\n" + AssaySettings.folded(target)
        }

        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                control: try container.decode(String.self, forKey: .control),
                target: try container.decode(String.self, forKey: .target),
                log10Copies: try container.decode(Double.self, forKey: .log10Copies))
        }

        /// As they stand in the journal.
        enum CodingKeys: String, CodingKey {
            case control, target
            case log10Copies = "log10_copies"
        }
    }
    /// The adequate samples' mean Cq of one reference gene, in the order of the plate.
    public struct Reference: Hashable, Sendable, Codable {
        public var gene: String
        public var cqs: [Double]
        public init(gene: String, cqs: [Double]) { (self.gene, self.cqs) = (gene, cqs) }
    }

    public var run: RunID
    /// As the file says, ISO 8601 without a zone: the order of the history.
    public var started: String
    public var curves: [Curve]
    public var controls: [Control]
    public var references: [Reference]
    /// A person has accepted it: what its controls showed is no ground to reject later runs. Not the run's own word, so
    /// it stands in no record of it.
    public var isAccepted = false

    private enum CodingKeys: String, CodingKey { case run, started, curves, controls, references }

    public init(
        run: RunID, started: String, curves: [Curve] = [], controls: [Control] = [], references: [Reference] = []
    ) {
        self.run = run
        self.started = started
        self.curves = curves
        self.controls = controls
        self.references = references
    }
}

extension RunSummary {
    /// Nil for a run that no other is held against: it failed its own quality control, or its start is no date.
    public init?(of run: RunAnalysis) {
        guard let started = run.identity.started, CalendarDate(iso: started) != nil,
            run.plateQuality.allSatisfy({ $0.status != .fail })
        else { return nil }
        let roles = Dictionary(run.targets.map { ($0.name, $0.role) }, uniquingKeysWith: { first, _ in first })
        let positives = Set(
            run.wells.lazy.filter { $0.type == .positive }.map { Well(sample: $0.sample, target: $0.target ?? "") })
        let unknowns = Set(
            run.wells.lazy.filter { $0.type == .unknown }.map { Well(sample: $0.sample, target: $0.target ?? "") })
        self.init(run: run.identity.id, started: started)
        for target in run.targets where target.role == .target {
            if let intercept = target.curve?.intercept, intercept.isFinite {
                curves.append(Curve(target: target.name, intercept: intercept))
            }
        }
        var cqs: [String: [Double]] = [:]
        for sample in run.samples where sample.valid {
            let well = Well(sample: sample.name, target: sample.target)
            switch roles[sample.target] ?? nil {
            case .target where positives.contains(well):
                guard let level = sample.level else { continue }
                controls.append(Control(control: sample.name, target: sample.target, log10Copies: level))
            // A dilution comes late by intent.
            case .reference where unknowns.contains(well) && DilutedName(sample.name) == nil:
                if let cq = sample.cqMean, cq.isFinite { cqs[sample.target, default: []].append(cq) }
            default: continue
            }
        }
        references = cqs.sorted { $0.key < $1.key }.map { Reference(gene: $0.key, cqs: $0.value) }
    }

    private struct Well: Hashable {
        let sample: String
        let target: String
    }
}

extension SampleAnalysis {
    /// log10 of the copies, or of the limit they lie beyond; nil where neither is a positive number.
    fileprivate var level: Double? {
        guard let level = quantity.reading?.level, level.isFinite, level > 0 else { return nil }
        return log10(level)
    }
}

extension RunAnalysis {
    /// The quality of the plate by itself, without what the laboratory's history says of it.
    public var plateQuality: [QualityFinding] { quality.filter { !$0.rule.text.hasPrefix(laboratoryRulePrefix) } }
}

/// How the names of the rules begin that hold a run against earlier ones.
let laboratoryRulePrefix = "laboratory."
