import Alerts
public import Assay
import Rules
import Statistics

/// The joined replicates of one sample and target in `analyze --json`: the fields of the sample and of its quantity,
/// side by side.
@dynamicMemberLookup
public struct SampleDocument: Codable, Hashable, Sendable {
    public struct Head: Codable, Hashable, Sendable {
        public var name: String
        @OrNull public var patient: String?
        /// Sampling day after the infusion; null where the name gives a date and no infusion date is known.
        @OrNull public var day: Int?
        /// Sampling date where the name gives one.
        @OrNull public var date: String?
        public var target: String
        public var n: Int
        @OrNull public var cqMean: Double?
        @OrNull public var cqSD: Double?
        /// What the instrument's software says of the same wells, in mean and standard deviation; null where it says
        /// nothing, the latter of fewer than two wells too.
        @OrNull public var instrumentCqMean: Double?
        @OrNull public var instrumentCqSD: Double?
        @OrNull public var instrumentQuantityMean: Double?
        @OrNull public var instrumentQuantitySD: Double?
        /// 2^-ΔΔCq, and the same with the efficiencies of the two standard curves (Pfaffl).
        @OrNull public var relative: Double?
        @OrNull public var relativePfaffl: Double?
        /// Copies a diploid genome, and a microgram of DNA, where it is known how much DNA there is.
        @OrNull public var perCell: QuantityDocument?
        @OrNull public var perMicrogram: QuantityDocument?
        public var valid: Bool
        /// Why it is not valid.
        public var reasons: [String]
        /// Why it is kept from the patient rules; null where nothing does. Without a patients file only a failed run
        /// does.
        @OrNull public var withheld: String?
        public var flags: [Flag]

        enum CodingKeys: String, CodingKey {
            case name, patient, day, date, target, n, relative, valid, reasons, withheld, flags
            case relativePfaffl = "relative_pfaffl"
            case perCell = "per_cell"
            case perMicrogram = "per_microgram"
            case cqMean = "cq_mean"
            case cqSD = "cq_sd"
            case instrumentCqMean = "instrument_cq_mean"
            case instrumentCqSD = "instrument_cq_sd"
            case instrumentQuantityMean = "instrument_quantity_mean"
            case instrumentQuantitySD = "instrument_quantity_sd"
        }
    }
    public var head: Head
    public var quantity: QuantityDocument

    /// - Parameters:
    ///   - wells: that were joined.
    ///   - untrusted: why no value of the run may be used.
    init(_ sample: SampleAnalysis, of wells: [WellAnalysis], _ attribution: Attribution?, untrusted: String? = nil) {
        let cqs = wells.compactMap(\.instrumentCq)
        let quantities = wells.compactMap(\.instrumentQuantity)
        var named: (day: Int?, date: String?) = (nil, nil)
        switch sample.label?.sampling {
        case .day(let day): named.day = day
        case .date(let date): named.date = date.iso
        case .unstated, nil: break
        }
        head = Head(
            name: sample.name, patient: attribution?.patient ?? sample.label?.patient,
            day: attribution?.day ?? named.day, date: named.date,
            target: sample.target, n: sample.n, cqMean: sample.cqMean, cqSD: sample.cqSD,
            instrumentCqMean: mean(cqs), instrumentCqSD: standardDeviation(cqs),
            instrumentQuantityMean: mean(quantities), instrumentQuantitySD: standardDeviation(quantities),
            relative: sample.relative,
            relativePfaffl: sample.relativePfaffl, perCell: sample.perCell.map(QuantityDocument.init),
            perMicrogram: sample.perMicrogram.map(QuantityDocument.init), valid: sample.valid,
            reasons: sample.reasons, withheld: attribution == nil ? untrusted : attribution?.withheld,
            flags: sample.flags)
        self.quantity = QuantityDocument(sample.quantity)
    }

    public init(from decoder: any Decoder) throws {
        head = try Head(from: decoder)
        quantity = try QuantityDocument(from: decoder)
    }

    public func encode(to encoder: any Encoder) throws {
        try head.encode(to: encoder)
        try quantity.encode(to: encoder)
    }

    public subscript<T>(dynamicMember member: KeyPath<Head, T>) -> T { head[keyPath: member] }
}
