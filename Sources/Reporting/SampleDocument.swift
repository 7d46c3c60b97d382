import Alerts
public import Assay
import Rules

/// The joined replicates of one sample and target in `analyze --json`.
public struct SampleDocument: Codable, Hashable, Sendable {
    public var name: String
    @OrNull public var patient: String?
    /// Sampling day after the infusion; null where the name gives a date and no infusion date is known.
    @OrNull public var day: Int?
    /// Sampling date where the name gives one.
    @OrNull public var date: String?
    public var target: String
    public var n: Int
    @OrNull public var copies: Double?
    @OrNull public var low: Double?
    @OrNull public var high: Double?
    public var unit: String
    @OrNull public var lloq: Double?
    @OrNull public var uloq: Double?
    @OrNull public var cqMean: Double?
    @OrNull public var cqSD: Double?
    @OrNull public var relative: Double?
    public var belowLLOQ: Bool
    public var aboveULOQ: Bool
    public var valid: Bool
    /// Why it is not valid.
    public var reasons: [String]
    /// Why it is kept from the patient rules; null where nothing does. Without a patients file only a failed run does.
    @OrNull public var withheld: String?
    public var flags: [Flag]

    enum CodingKeys: String, CodingKey {
        case name, patient, day, date, target, n, copies, low, high, unit, lloq, uloq, relative, valid, reasons, withheld, flags
        case cqMean = "cq_mean"
        case cqSD = "cq_sd"
        case belowLLOQ = "below_lloq"
        case aboveULOQ = "above_uloq"
    }

    /// `untrusted`: why no value of the run may be used.
    init(_ sample: SampleAnalysis, _ attribution: Attribution?, untrusted: String? = nil) {
        name = sample.name
        target = sample.target
        n = sample.n
        unit = sample.unit
        belowLLOQ = sample.belowLLOQ
        aboveULOQ = sample.aboveULOQ
        valid = sample.valid
        reasons = sample.reasons
        flags = sample.flags
        var named: (day: Int?, date: String?) = (nil, nil)
        switch sample.label?.sampling {
        case .day(let day): named.day = day
        case .date(let date): named.date = date.iso
        case .unstated, nil: break
        }
        _patient = OrNull(wrappedValue: attribution?.patient ?? sample.label?.patient)
        _day = OrNull(wrappedValue: attribution?.day ?? named.day)
        _date = OrNull(wrappedValue: named.date)
        _copies = OrNull(wrappedValue: sample.copies)
        _low = OrNull(wrappedValue: sample.low)
        _high = OrNull(wrappedValue: sample.high)
        _lloq = OrNull(wrappedValue: sample.lloq)
        _uloq = OrNull(wrappedValue: sample.uloq)
        _cqMean = OrNull(wrappedValue: sample.cqMean)
        _cqSD = OrNull(wrappedValue: sample.cqSD)
        _relative = OrNull(wrappedValue: sample.relative)
        _withheld = OrNull(wrappedValue: attribution == nil ? untrusted : attribution?.withheld)
    }
}
