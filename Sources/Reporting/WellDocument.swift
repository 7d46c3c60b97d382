public import Assay

/// One reaction in `analyze --json`.
public struct WellDocument: Codable, Hashable, Sendable {
    public var well: String
    public var sample: String
    public var type: SampleType
    @OrNull public var target: String?
    @OrNull public var dye: String?
    public var excluded: Bool
    @OrNull public var cq: Double?
    @OrNull public var cqSE: Double?
    @OrNull public var n0: Double?
    @OrNull public var instrumentCq: Double?
    @OrNull public var instrumentCall: String?
    @OrNull public var instrumentQuantity: Double?
    /// The vendor's "EPF" (fluorescence at the end) and "slope" of the well.
    @OrNull public var instrumentEPF: Double?
    @OrNull public var instrumentSlope: Double?
    /// Declared quantity of a standard.
    @OrNull public var standard: Double?
    @OrNull public var efficiency: Double?
    public var call: AmplificationCall
    @OrNull public var reason: String?
    @OrNull public var quantity: Double?
    @OrNull public var quantityLow: Double?
    @OrNull public var quantityHigh: Double?
    @OrNull public var unit: String?
    /// °C, highest peak first.
    public var tm: [Double]
    /// Share of each peak's area in that of all, in the order of `tm`.
    public var tmShare: [Double]
    public var flags: [Flag]
    /// Null without `--live` and where there is no curve.
    @OrNull public var live: LiveDocument?
    /// Only where curves were asked for, as in `CurvesDocument`; else the fields are left out.
    public var cycles: [Int]?
    public var fluorescence: [Double?]?
    public var baselineCorrected: [Double?]?
    public var meltTemperature: [Double]?
    public var meltFluorescence: [Double?]?
    public var peakTemperature: [Double]?
    public var meltDerivative: [Double]?

    mutating func setCurves(_ curves: CurvesDocument?) {
        cycles = curves?.cycles ?? []
        fluorescence = curves?.fluorescence ?? []
        baselineCorrected = curves?.baselineCorrected ?? []
        meltTemperature = curves?.meltTemperature ?? []
        meltFluorescence = curves?.meltFluorescence ?? []
        peakTemperature = curves?.peakTemperature ?? []
        meltDerivative = curves?.meltDerivative ?? []
    }

    enum CodingKeys: String, CodingKey {
        case well, sample, type, target, dye, excluded, cq, n0, efficiency, call, reason, quantity, standard, unit, tm,
            flags, live, cycles, fluorescence
        case baselineCorrected = "baseline_corrected"
        case meltTemperature = "melt_temperature"
        case meltFluorescence = "melt_fluorescence"
        case peakTemperature = "peak_temperature"
        case meltDerivative = "melt_derivative"
        case tmShare = "tm_share"
        case cqSE = "cq_se"
        case instrumentCq = "instrument_cq"
        case instrumentCall = "instrument_call"
        case instrumentEPF = "instrument_epf"
        case instrumentSlope = "instrument_slope"
        case instrumentQuantity = "instrument_quantity"
        case quantityLow = "quantity_low"
        case quantityHigh = "quantity_high"
    }

    init(_ well: WellAnalysis) {
        self.well = well.position.label
        sample = well.sample
        type = well.type
        excluded = well.excluded
        call = well.result.call
        tm = well.tm.filter(\.isFinite)
        tmShare = (well.tmShare ?? []).filter(\.isFinite)
        flags = merged(well.flags, well.result.flags)
        _target = OrNull(wrappedValue: well.target)
        _dye = OrNull(wrappedValue: well.dye)
        _cq = OrNull(wrappedValue: well.result.cq)
        _cqSE = OrNull(wrappedValue: well.result.cqSE)
        _n0 = OrNull(wrappedValue: well.result.n0)
        _instrumentCq = OrNull(wrappedValue: well.instrumentCq)
        _instrumentCall = OrNull(wrappedValue: well.instrumentCall?.rawValue)
        _instrumentEPF = OrNull(wrappedValue: well.instrumentEndPoint)
        _instrumentSlope = OrNull(wrappedValue: well.instrumentSlope)
        _instrumentQuantity = OrNull(wrappedValue: well.instrumentQuantity)
        _standard = OrNull(wrappedValue: well.declaredQuantity)
        _efficiency = OrNull(wrappedValue: well.result.efficiency)
        _reason = OrNull(wrappedValue: well.result.reason)
        _quantity = OrNull(wrappedValue: well.quantity)
        _quantityLow = OrNull(wrappedValue: well.quantityLow)
        _quantityHigh = OrNull(wrappedValue: well.quantityHigh)
        _unit = OrNull(wrappedValue: well.unit)
        _live = OrNull(wrappedValue: well.live.map(LiveDocument.init))
    }
}

/// Flags of both in order, each once.
func merged(_ first: [Flag], _ second: [Flag]) -> [Flag] {
    var seen: Set<Flag> = []
    return (first + second).filter { seen.insert($0).inserted }
}
