/// What the Cq engine says of one amplification curve.
public enum AmplificationCall: String, Sendable, Codable { case positive, negative, invalid }

/// What calling one amplification curve gives. Cycles are fractional and count as the curve does.
public struct CqResult: Hashable, Sendable, Codable {
    public var call: AmplificationCall
    /// Quantification cycle. Nil where nothing amplified; beside an invalid call it is the Cq of an irregular curve,
    /// for orientation only.
    public var cq: Double?
    /// Standard error of `cq`, cycles.
    public var cqSE: Double?
    /// Amplification factor a cycle (2 = perfect).
    public var efficiency: Double?
    /// Starting fluorescence, in the curve's units: proportional to the starting quantity within one target.
    public var n0: Double?
    /// Why the call is not positive, or what a person should know; nil where there is nothing to say.
    public var reason: String?
    public var flags: [Flag]
    /// Nil where nothing amplified, and in records written before it was kept.
    public var shape: CurveShape?

    /// A journal's "cq_se" is read back as "cqSe".
    private enum CodingKeys: String, CodingKey {
        case call, cq, efficiency, n0, reason, flags, shape
        case cqSE = "cqSe"
    }

    public init(
        call: AmplificationCall, cq: Double? = nil, cqSE: Double? = nil, efficiency: Double? = nil, n0: Double? = nil,
        reason: String? = nil, flags: [Flag] = [], shape: CurveShape? = nil
    ) {
        self.call = call
        self.cq = cq
        self.cqSE = cqSE
        self.efficiency = efficiency
        self.n0 = n0
        self.reason = reason
        self.flags = flags
        self.shape = shape
    }
}

/// What an amplified curve looks like beside its Cq.
public struct CurveShape: Hashable, Sendable, Codable {
    /// Fluorescence of the plateau above the baseline, in the curve's own units.
    public var plateau: Double
    /// Slope of the baseline before the rise, plateaus a cycle, as measured; nil where too few cycles come before the
    /// rise.
    public var baselineSlope: Double?
    /// Cycles by which the Cq moves for a baseline slope of one plateau a cycle that is left in the curve; nil where
    /// the curve does not tell.
    public var cqPerSlope: Double?

    public init(plateau: Double, baselineSlope: Double? = nil, cqPerSlope: Double? = nil) {
        self.plateau = plateau
        self.baselineSlope = baselineSlope
        self.cqPerSlope = cqPerSlope
    }
}

/// Cq against log10 of the declared quantity: `cq = intercept + slope · log10(quantity)`.
public struct StandardCurve: Hashable, Sendable, Codable {
    public struct Level: Hashable, Sendable, Codable {
        public let quantity: Double
        public let used: Bool
        /// Why the level is left out; nil where it is used.
        public let reason: String?
        /// Counted wells that amplified (nil in records written before they were kept), and their mean Cq; nil where none
        /// did.
        public let n: Int?
        public let cq: Double?
        /// Quantity that the line gives at that Cq, left-out levels too; nil without a line.
        public let backCalculated: Double?
        /// Coefficient of variation of the replicates' quantities; nil below two.
        public let cv: Double?
        public init(
            quantity: Double, used: Bool, reason: String?, n: Int? = nil, cq: Double? = nil,
            backCalculated: Double? = nil, cv: Double? = nil
        ) {
            self.quantity = quantity
            self.used = used
            self.reason = reason
            self.n = n
            self.cq = cq
            self.backCalculated = backCalculated
            self.cv = cv
        }
    }
    /// Nil where fewer than two levels are usable.
    public var slope: Double?
    public var intercept: Double?
    /// 10^(−1/slope); 2 = perfect.
    public var efficiency: Double?
    public var r2: Double?
    /// Wells in the fit.
    public var n: Int
    /// Lower and upper limit of quantification on this plate, in the standards' unit.
    public var lloq: Double?
    public var uloq: Double?
    public var levels: [Level]

    public init(
        slope: Double?, intercept: Double?, efficiency: Double?, r2: Double?, n: Int, lloq: Double?, uloq: Double?,
        levels: [Level]
    ) {
        self.slope = slope
        self.intercept = intercept
        self.efficiency = efficiency
        self.r2 = r2
        self.n = n
        self.lloq = lloq
        self.uloq = uloq
        self.levels = levels
    }
}

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
