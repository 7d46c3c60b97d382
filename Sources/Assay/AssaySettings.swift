/// The assay as the laboratory set it up. Every number has the default of the clinical domain's section 6.
public struct AssaySettings: Hashable, Sendable, Codable {
    public struct Target: Hashable, Sendable, Codable {
        public var name: String
        public var role: TargetRole
        public var aliases: [String]
        public var dye: String?
        /// Copies of a reference gene in a diploid genome; nil: what is known of its name.
        public var copiesPerGenome: Double?
        public init(
            name: String, role: TargetRole, aliases: [String] = [], dye: String? = nil, copiesPerGenome: Double? = nil
        ) {
            self.copiesPerGenome = copiesPerGenome
            self.name = name
            self.role = role
            self.aliases = aliases
            self.dye = dye
        }
    }
    public enum CqSource: String, Sendable, Codable, CaseIterable { case engine, instrument }
    /// What makes the signal: a dye that binds to any product, whose melt tells which, or a probe.
    public enum Chemistry: String, Sendable, Codable, CaseIterable { case sybr, probe }
    public enum StandardsUnit: String, Sendable, Codable, CaseIterable {
        case copiesPerMicrolitreTemplate = "copies/ul template", copiesPerReaction = "copies/reaction"
    }

    public var targets: [Target] = [
        Target(name: "BCMA-CAR-T", role: .target, aliases: ["BCMA CAR", "CAR-T", "CAR"]),
        Target(name: "ACTB", role: .reference, aliases: ["beta-actin", "β-actin", "bACT"]),
    ]
    /// Unit of a sample's copies.
    public var unit = "copies/ul gDNA"
    public var standardsUnit: StandardsUnit = .copiesPerMicrolitreTemplate
    /// µl of template a reaction; needed for `copies/reaction`.
    public var templateVolumeMicrolitres: Double?
    /// Copies/µl gDNA = curve value × this factor.
    public var sampleDilution = 1.0
    /// ng DNA in a µl of every sample, where the laboratory adjusts it; nil where it is not known.
    public var dnaNanogramsPerMicrolitre: Double?
    /// The assay's validated LLOQ in `unit`; the plate's own limit is used where it is higher.
    public var lloq: Double?
    public var cqSource: CqSource = .engine
    /// A well is flagged where the engine and the instrument differ by more, cycles.
    public var cqDifferenceMax = 0.5
    public var chemistry: Chemistry = .sybr
    /// Sample name of the ΔΔCq calibrator; without one, relative quantities are null.
    public var calibrator: String?
    public var digital = DigitalSettings()
    public var quality = QualityLimits()

    public init() {}

    /// Names are compared without case, blanks and hyphens.
    public static func folded(_ name: some StringProtocol) -> String {
        String(name.lowercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "_" })
    }

    public func target(named name: String) -> Target? {
        let key = Self.folded(name)
        return targets.first { Self.folded($0.name) == key || $0.aliases.contains { Self.folded($0) == key } }
    }
}

extension AssaySettings.Target {
    /// Reference genes that are known to stand twice in a diploid genome. ACTB does not: its primers find pseudogenes
    /// too.
    private static let singleCopyGenes: Set<String> = ["rpph1", "alb"]

    /// Copies of the gene in a diploid genome; nil where it cannot count genomes.
    public var genomeCopies: Double? {
        guard role == .reference else { return nil }
        return copiesPerGenome
            ?? ([name] + aliases).map { AssaySettings.folded($0) }.first(where: Self.singleCopyGenes.contains).map {
                _ in 2
            }
    }
}

/// Limits of the assay's quality rules (clinical domain, section 6).
public struct QualityLimits: Hashable, Sendable, Codable {
    public var slopeMin = -3.6
    public var slopeMax = -3.1
    /// Amplification factor a cycle.
    public var efficiencyMin = 1.9
    public var efficiencyMax = 2.1
    public var r2Min = 0.98
    /// A lower R² than this warns.
    public var r2Target = 0.99
    public var levelsMin = 5
    /// Back-calculated standards, as a fraction of the declared quantity.
    public var backCalculationMax = 0.25
    public var backCalculationCVMax = 0.25
    public var backCalculationCVMaxAtLLOQ = 0.30
    /// Usual relative error of one step of the standards' dilution, a fraction: part of every interval.
    public var dilutionError = 0.045
    /// Cycles between which one molecule in a reaction is seen, on the engine's scale; standards by which it would be
    /// otherwise count no copies.
    public var oneMoleculeCqMin = 31.0
    public var oneMoleculeCqMax = 44.0
    /// Cycles between the earliest and the latest replicate.
    public var replicateRangeWarn = 0.5
    public var replicateRangeFail = 1.0
    /// An NTC must come this many cycles later than the lowest standard.
    public var ntcSeparation = 3.3
    /// Latest adequate Cq of the reference gene, whatever the laboratory's own samples say.
    public var referenceCqMax = 30.0
    /// A sample whose reference gene shows so many times less or more DNA than the plate's other samples is flagged.
    public var referenceYieldFoldMax = 5.0
    /// Melt: °C from the controls' median that pass, and that fail; the share of the first peak from which a second is
    /// flagged.
    public var meltShiftWarnCelsius = 0.5
    public var meltShiftFailCelsius = 1.0
    public var meltSecondPeakShare = 0.2
    /// Inhibition: the reference gene comes this much later than the plate's median, cycles, and its plateau is below
    /// this share of the median.
    public var inhibitionCyclesMin = 2.0
    public var inhibitionPlateauShareMax = 0.7
    /// Inhibition: the neat sample comes this much later than its dilution foretells, cycles.
    public var inhibitionDilutionCyclesMax = 1.0
    /// LOD and LOQ of a plate with so many replicates a standard level.
    public var detectionReplicatesMin = 8
    public var detectionShareMin = 0.95
    public var quantificationCVMax = 0.35
    /// Highest LLOQ that the FDA expects, copies/µg gDNA.
    public var lloqMaxPerMicrogram = 50.0
    /// Most copies a diploid genome that are believed, where the concentration is known.
    public var copiesPerGenomeMax = 5.0

    public init() {}
}
