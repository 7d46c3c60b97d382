// The interface of the rules that hold a run against the laboratory's earlier runs. A new rule is one new file and one
// line in the list below.
public import Assay

/// A rule over one run and those that started before it. Pure: the same runs give the same verdict, whichever arrived
/// first.
protocol LaboratoryRule: Sendable {
    static var description: RuleDescription { get }
    /// - Parameter history: the runs before it that count.
    func findings(on run: RunSummary, after history: HistoryWindow, settings: LaboratorySettings)
        -> [LaboratoryFinding]
}

/// What a rule decides, and its sentence, which is made where somebody will read it: hundreds of later runs are weighed
/// anew for one that comes late.
struct LaboratoryFinding {
    let status: QualityFinding.Status
    /// What the reference gene's rule knows, for who withholds samples by it.
    var reference: AdequateReference?
    let detail: () -> String
}

let laboratoryRules: [any LaboratoryRule] = [CurveDrift(), RunControls(), ReferenceLevel()]

/// What they say of themselves.
public let laboratoryRuleDescriptions: [RuleDescription] = laboratoryRules.map { type(of: $0).description }

/// The limits that descriptions name: those of a `cqwatch.yaml` in which nobody changed anything.
let usual = LaboratorySettings()

/// What the laboratory's history says of one run.
public struct LaboratoryVerdict: Hashable, Sendable {
    /// Names begin with "laboratory."; what fails here fails the run.
    public var quality: [QualityFinding] = []
    /// Latest adequate Cq of each reference gene; a gene without enough samples has none.
    public var referenceLimits: [String: Double] = [:]
    /// Samples of the run that are later than that, cycles.
    public var lateReferences: [Double] = []

    public init() {}

    /// - Parameter history: the runs before it, oldest first.
    public init(on run: RunSummary, after history: ArraySlice<RunSummary>, settings: LaboratorySettings) {
        let columns = HistoryColumns(history, settings: settings)
        let weighed = Weighed(run, after: columns.window(before: columns.count), settings)
        quality = weighed.findings.map {
            QualityFinding(rule: $0.rule, status: $0.finding.status, detail: $0.finding.detail())
        }
        for reference in weighed.references { referenceLimits[reference.gene] = reference.limit }
        lateReferences = weighed.lateReferences
    }
}

/// What of a verdict decides over values: two that decide alike differ at most in their wording.
public struct LaboratoryDecision: Hashable, Sendable {
    /// What each rule found, in the rules' order.
    private let statuses: [Status]
    private let lateReferences: [Double]

    init(on run: RunSummary, after history: HistoryWindow, settings: LaboratorySettings) {
        let weighed = Weighed(run, after: history, settings)
        statuses = weighed.findings.map { Status(rule: $0.rule, status: $0.finding.status) }
        lateReferences = weighed.lateReferences
    }

    private struct Status: Hashable {
        let rule: RuleID
        let status: QualityFinding.Status
    }
}

/// What the rules make of a run, before anything is put into words.
private struct Weighed {
    let findings: [(rule: RuleID, finding: LaboratoryFinding)]
    /// The reference genes that enough samples are known of.
    var references: [AdequateReference] { findings.compactMap(\.finding.reference) }
    var lateReferences: [Double] { references.flatMap(\.late) }

    init(_ run: RunSummary, after history: HistoryWindow, _ settings: LaboratorySettings) {
        findings = laboratoryRules.flatMap { rule in
            rule.findings(on: run, after: history, settings: settings).map { (type(of: rule).description.id, $0) }
        }
    }
}

extension RunAnalysis {
    /// The run with what the laboratory's history says of it beside its own quality.
    public func held(against verdict: LaboratoryVerdict) -> RunAnalysis {
        var run = self
        run.quality = plateQuality + verdict.quality
        return run
    }
}
