/// What a well holds. `unused` is RDML's "ntp".
public enum SampleType: String, Sendable, Codable, CaseIterable { case standard, unknown, ntc, positive, unused }

/// What the instrument's own software said of a reaction.
public enum InstrumentCall: String, Sendable, Codable {
    case positive = "Positive", negative = "Negative", invalid = "Invalid"
}

public enum FormatName: String, Sendable, Codable { case lc96, rdml, table, digital = "dpcr" }

/// Which run this is, wherever its file lies and however often it was saved again.
public struct RunIdentity: Hashable, Sendable, Codable {
    public let id: RunID
    public let serial: String?
    /// Start as written by the instrument, `yyyy-MM-ddTHH:mm:ss`, without a zone.
    public let started: String?

    public init(id: RunID, serial: String?, started: String?) {
        self.id = id
        self.serial = serial
        self.started = started
    }
}

/// One target in one well: what the file says, before any analysis of ours.
public struct Reaction: Sendable {
    public var position: WellPosition
    /// The technician's name for the sample (the description, not the GUID). Empty for unused wells.
    public var sampleName: String
    /// The file's own key of the sample: equal names with different keys are a possible mix-up.
    public var sampleID: String
    public var sampleType: SampleType
    /// Gene, without the dye. Nil where the file leaves it undefined.
    public var target: String?
    public var dye: String?
    /// Excluded by a person in the instrument's software.
    public var excluded: Bool
    /// Declared quantity of a standard, in the unit the assay's configuration names.
    public var standardQuantity: Double?
    /// The unit that the file itself declares with it, as written (RDML: cop, fold, dil, ng, nMol, other); nil where
    /// the file says none.
    public var standardUnit: String?
    public var amplification: AmplificationCurve?
    public var melt: MeltCurve?
    /// The vendor's displayed Cq: only where its call is Positive and the well is not excluded. Never RDML's `<cq>` of
    /// a LightCycler 96.
    public var instrumentCq: Double?
    public var instrumentCall: InstrumentCall?
    public var instrumentQuantity: Double?
    /// Fluorescence at the end, and the steepest rise a cycle, as the vendor's software gives them for its call ("EPF",
    /// "slope").
    public var instrumentEndPoint: Double?
    public var instrumentSlope: Double?
    /// The vendor's failure text, as is.
    public var instrumentFailure: String?
    /// Partitions of a digital PCR; nil for a real-time one.
    public var partitions: PartitionCount?
    /// What reading found odd about this reaction.
    public var flags: [Flag]

    public init(
        position: WellPosition, sampleName: String, sampleID: String, sampleType: SampleType, target: String?,
        dye: String?,
        excluded: Bool = false, standardQuantity: Double? = nil, standardUnit: String? = nil,
        amplification: AmplificationCurve? = nil, melt: MeltCurve? = nil,
        instrumentCq: Double? = nil, instrumentCall: InstrumentCall? = nil, instrumentQuantity: Double? = nil,
        instrumentFailure: String? = nil, partitions: PartitionCount? = nil, flags: [Flag] = []
    ) {
        self.position = position
        self.sampleName = sampleName
        self.sampleID = sampleID
        self.sampleType = sampleType
        self.target = target
        self.dye = dye
        self.excluded = excluded
        self.standardQuantity = standardQuantity
        self.standardUnit = standardUnit
        self.amplification = amplification
        self.melt = melt
        self.instrumentCq = instrumentCq
        self.instrumentCall = instrumentCall
        self.instrumentQuantity = instrumentQuantity
        self.instrumentFailure = instrumentFailure
        self.partitions = partitions
        self.flags = flags
    }
}

/// One plate run as its file tells it.
public struct Run: Sendable {
    public var format: FormatName
    public var identity: RunIdentity
    /// The instrument's user-settable name.
    public var instrument: String?
    public var software: String?
    /// When the file was last saved (`dateUpdated` of the manifest), local time without zone: the latest save of a run
    /// is in force.
    public var saved: String?
    public var cycles: Int
    /// When each cycle from the first on was read, seconds after the start; empty where the file does not say.
    public var cycleSeconds: [Double]
    /// When the run ended, seconds after the start, melt included; nil where the file does not say.
    public var endSeconds: Double?
    /// In plate order; one entry a well and target.
    public var reactions: [Reaction]
    /// What reading says of the file as a whole: digest, missing parts, repairs.
    public var findings: [QualityFinding]
    public var instrumentCurves: [InstrumentCurve] = []
    /// What the file lacks, as a sentence; nil where it is complete. The daemon waits for the rest of an incomplete
    /// file.
    public var incomplete: String?

    public init(
        format: FormatName, identity: RunIdentity, instrument: String?, software: String?, saved: String?, cycles: Int,
        cycleSeconds: [Double] = [], endSeconds: Double? = nil, reactions: [Reaction], findings: [QualityFinding],
        incomplete: String? = nil
    ) {
        self.format = format
        self.identity = identity
        self.instrument = instrument
        self.software = software
        self.saved = saved
        self.cycles = cycles
        self.cycleSeconds = cycleSeconds
        self.endSeconds = endSeconds
        self.reactions = reactions
        self.findings = findings
        self.incomplete = incomplete
    }
}
