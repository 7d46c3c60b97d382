// What persons have decided about a run, in force: a corrected start, a run that is not used, a failed quality control
// that is accepted, a sample that is somebody else's. Pure: the same decisions in any order of arrival of the run's
// saves give the same attributions.
public import Assay
import Text

/// The decisions on one run that nobody has undone.
public struct RunAdjustment: Hashable, Sendable {
    /// Somebody's judgement that a failure may stand.
    public struct Acceptance: Hashable, Sendable {
        /// Who accepts.
        public var by: String
        public var note: String
        /// Of these samples alone, by name; empty: of the whole run.
        public var samples: [String]
        public init(by: String, note: String, samples: [String]) {
            (self.by, self.note, self.samples) = (by, note, samples)
        }
    }

    /// Whose a sample is, by a person's word.
    public struct Owner: Hashable, Sendable {
        public var patient: String
        /// Sampling day after the first infusion.
        public var day: Int
        public init(patient: String, day: Int) { (self.patient, self.day) = (patient, day) }
    }

    /// When the run began, where the instrument's clock was wrong; ISO 8601 without a zone.
    public var started: String?
    /// Why it is never used, as a sentence; nil where it is used.
    public var voided: String?
    public var acceptances: [Acceptance] = []
    /// By the sample's folded name.
    public var owners: [String: Owner] = [:]

    public init() {}

    public var isEmpty: Bool { self == RunAdjustment() }

    /// Enough different persons accept the whole run.
    public func isAccepted(by count: Int) -> Bool { Self.persons(acceptances.filter(\.samples.isEmpty)) >= count }

    /// Enough different persons accept this sample, or the run that holds it.
    public func accepts(_ sample: String, by count: Int) -> Bool {
        let key = AssaySettings.folded(sample)
        let own = acceptances.filter { $0.samples.isEmpty || $0.samples.contains { AssaySettings.folded($0) == key } }
        return Self.persons(own) >= count
    }

    /// One person who accepts twice is one person.
    private static func persons(_ acceptances: [Acceptance]) -> Int {
        Set(acceptances.map { AssaySettings.folded($0.by) }).count
    }

    /// Somebody accepts this sample by its name.
    func names(_ sample: String) -> Bool {
        acceptances.contains { $0.samples.contains { AssaySettings.folded($0) == AssaySettings.folded(sample) } }
    }

    func owner(of sample: String) -> Owner? { owners[AssaySettings.folded(sample)] }
}

/// Failures that no person can overrule: without them there is no copy number that could be accepted.
private let neverOverruled = [
    "completeness", "wells", "assay", "standard_curve.levels", "standard_curve.unit",
    "standard_curve.back_calculation", "digital", "manifest_digest",
]

extension QualityFinding {
    /// A person may accept the run or the sample although this failed.
    public var canBeAccepted: Bool {
        !neverOverruled.contains { rule.text == $0 || rule.text.hasPrefix($0 + ".") }
    }
}

extension RunAnalysis {
    /// The run as a person dated it.
    public func dated(by adjustment: RunAdjustment) -> RunAnalysis {
        guard let started = adjustment.started else { return self }
        var run = self
        run.identity = RunIdentity(id: identity.id, serial: identity.serial, started: started)
        return run
    }

    /// The run with what enough persons have accepted: a failure that can be accepted warns, and says who accepted it.
    /// - Parameter acceptBy: different persons that an acceptance takes.
    public func accepted(by adjustment: RunAdjustment, acceptBy: Int) -> RunAnalysis {
        guard adjustment.isAccepted(by: acceptBy) else { return self }
        let who = adjustment.acceptances.filter(\.samples.isEmpty).map {
            "\(shown($0.by)) (\(shown($0.note, max: 200)))"
        }
        var run = self
        run.quality = quality.map { finding in
            guard finding.status == .fail, finding.canBeAccepted else { return finding }
            return QualityFinding(
                rule: finding.rule, status: .warn,
                detail: "\(stopped(finding.detail)) Accepted by \(who.joined(separator: ", ")).")
        }
        return run
    }

    /// What fails and no person can overrule.
    public var critical: [QualityFinding] { quality.filter { $0.status == .fail && !$0.canBeAccepted } }
}
