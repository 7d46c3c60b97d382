// What an analysis makes of a run: targets, wells, samples, findings on its quality.

public enum TargetRole: String, Sendable, Codable, CaseIterable { case target, reference }

public struct TargetAnalysis: Hashable, Sendable, Codable {
    public var name: String
    /// Nil for a target the assay does not know.
    public var role: TargetRole?
    /// Nil where the plate carries no standards of this target.
    public var curve: StandardCurve?
    /// The instrument's own; nil where the file holds none.
    public var instrumentCurve: InstrumentCurve?
    public init(name: String, role: TargetRole?, curve: StandardCurve?) {
        self.name = name
        self.role = role
        self.curve = curve
    }
}

/// One reaction after analysis. The quantity is in the unit of `unit`; low and high bound it at 95 %.
public struct WellAnalysis: Hashable, Sendable, Codable {
    public var position: WellPosition
    public var sample: String
    public var type: SampleType
    public var target: String?
    public var dye: String?
    public var excluded: Bool
    /// The engine's own call, whatever `assay.cqSource` says.
    public var result: CqResult
    public var instrumentCq: Double?
    public var instrumentCall: InstrumentCall?
    /// What the vendor's own curve gave, in the standards' unit.
    public var instrumentQuantity: Double?
    /// The vendor's "EPF" and "slope" of the well.
    public var instrumentEndPoint: Double?
    public var instrumentSlope: Double?
    /// Declared quantity of a standard, in the standards' unit.
    public var declaredQuantity: Double?
    /// With its interval and unit, or without any of them: set by `quantify`.
    public private(set) var quantity: Double?
    public private(set) var quantityLow: Double?
    public private(set) var quantityHigh: Double?
    public private(set) var unit: String?
    /// °C of every melt peak, highest peak first.
    public var tm: [Double]
    /// Share of each peak's area in that of all, in the order of `tm`; nil in records written before they were kept.
    public var tmShare: [Double]?
    public var flags: [Flag]
    /// Nil unless the run was replayed cycle by cycle.
    public var live: LiveCall?

    public init(
        position: WellPosition, sample: String, type: SampleType, target: String?, dye: String?, excluded: Bool,
        result: CqResult,
        instrumentCq: Double?, instrumentCall: InstrumentCall?, instrumentQuantity: Double? = nil,
        declaredQuantity: Double? = nil, tm: [Double] = [], tmShare: [Double]? = nil, flags: [Flag] = [],
        live: LiveCall? = nil
    ) {
        self.position = position
        self.sample = sample
        self.type = type
        self.target = target
        self.dye = dye
        self.excluded = excluded
        self.result = result
        self.instrumentCq = instrumentCq
        self.instrumentCall = instrumentCall
        self.instrumentQuantity = instrumentQuantity
        self.declaredQuantity = declaredQuantity
        self.tm = tm
        self.tmShare = tmShare
        self.flags = flags
        self.live = live
    }

    public mutating func quantify(_ estimate: Estimate, unit: String) {
        (quantity, quantityLow, quantityHigh, self.unit) = (estimate.value, estimate.low, estimate.high, unit)
    }
}

/// A run after analysis: all that is journaled and shown of it.
public struct RunAnalysis: Sendable, Codable {
    public var format: FormatName
    public var identity: RunIdentity
    public var instrument: String?
    public var software: String?
    public var saved: String?
    public var cycles: Int
    public var targets: [TargetAnalysis]
    public var wells: [WellAnalysis]
    public var samples: [SampleAnalysis]
    public var quality: [QualityFinding]
    /// What the file lacks; nil where it is complete.
    public var incomplete: String?
    /// What was measured in each of `wells`, in their order: nothing is computed from it any more. Nil where no curve was
    /// read, where they are too many to be kept, and in records written before they were.
    public var curves: PackedCurves?

    public init(
        format: FormatName, identity: RunIdentity, instrument: String?, software: String?, saved: String?, cycles: Int,
        targets: [TargetAnalysis], wells: [WellAnalysis], samples: [SampleAnalysis], quality: [QualityFinding],
        incomplete: String? = nil
    ) {
        self.format = format
        self.identity = identity
        self.instrument = instrument
        self.software = software
        self.saved = saved
        self.cycles = cycles
        self.targets = targets
        self.wells = wells
        self.samples = samples
        self.quality = quality
        self.incomplete = incomplete
    }

    public var qualityStatus: QualityFinding.Status { quality.map(\.status).max() ?? .pass }
}
