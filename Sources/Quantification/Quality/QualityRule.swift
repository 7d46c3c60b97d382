// A quality rule looks at one analysed plate and says pass, warn or fail in a sentence that a technician can act on. A
// new rule is one new file and one line in the list below.
public import Assay

protocol QualityRule: Sendable {
    static var description: RuleDescription { get }
    /// Findings of this rule: none where it has nothing to judge.
    func findings(on plate: Plate) -> [QualityFinding]
}

/// Every rule, in the order of the report. What fails here fails the run; a fault of one sample fails that sample and
/// only warns here.
let qualityRules: [any QualityRule] = [
    Completeness(), ReadableWells(), AssayTargets(), StandardCurveRule(), NoTemplateControls(), PositiveControl(),
    Replicates(),
    ReferenceGene(), ReferenceYieldRule(), InhibitionRule(), DuplicateNames(), MeltRule(), InstrumentAgreement(),
    CalibratorRule(), DetectionLimitsRule(), QuantificationLimitRule(),
]

/// What they say of themselves.
public let qualityRuleDescriptions: [RuleDescription] =
    qualityRules.map { type(of: $0).description } + [DigitalPlate.description]

/// The limits that descriptions name: those of a `cqwatch.yaml` in which nobody changed anything.
let usual = QualityLimits()

extension Plate {
    /// The assay's own targets on this plate: those whose copies are reported.
    var assayTargets: [PlateTarget] { targets.filter { $0.group.role == .target && $0.isOccupied } }

    /// Severity of a fault of one target: only those of the assay's own target fail the run.
    func severity(_ target: PlateTarget) -> QualityFinding.Status { target.group.role == .target ? .fail : .warn }
}
