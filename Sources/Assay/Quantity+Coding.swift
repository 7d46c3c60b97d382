/// Flat fields, as journal records have had them from the first on; what is not there is left out.
extension Quantity: Codable {
    private enum CodingKeys: String, CodingKey {
        case copies, low, high, unit, lloq, uloq, valid, reasons
        case belowLLOQ = "below_lloq"
        case aboveULOQ = "above_uloq"
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encodeIfPresent(copies, forKey: .copies)
        try fields.encodeIfPresent(low, forKey: .low)
        try fields.encodeIfPresent(high, forKey: .high)
        try fields.encode(unit, forKey: .unit)
        try fields.encodeIfPresent(lloq, forKey: .lloq)
        try fields.encodeIfPresent(uloq, forKey: .uloq)
        try fields.encode(belowLLOQ, forKey: .belowLLOQ)
        try fields.encode(aboveULOQ, forKey: .aboveULOQ)
        try fields.encode(valid, forKey: .valid)
        try fields.encode(reasons, forKey: .reasons)
    }

    /// Fields that contradict one another, which only a foreign hand can have written, give the state that claims
    /// least.
    package init(
        copies: Double?, low: Double?, high: Double?, belowLLOQ: Bool, aboveULOQ: Bool, lloq: Double?, uloq: Double?,
        unit: String, withheld reasons: [String]
    ) {
        let lloq = lloq.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        let uloq = uloq.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        var reading: Reading?
        if let copies {
            if copies.isFinite, copies > 0 { reading = .quantified(Estimate(copies, low: low, high: high)) }
        } else if belowLLOQ {
            reading = lloq.map(Reading.belowLLOQ)
        } else if aboveULOQ {
            reading = uloq.map(Reading.aboveULOQ)
        }
        self.init(
            reading, limits: min(lloq ?? 0, uloq ?? .infinity)...max(lloq ?? 0, uloq ?? .infinity), unit: unit,
            withheld: reasons)
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func number(_ key: CodingKeys) throws -> Double? { try fields.decodeIfPresent(Double.self, forKey: key) }
        let valid = try fields.decode(Bool.self, forKey: .valid),
            reasons = try fields.decode([String].self, forKey: .reasons)
        self.init(
            copies: try number(.copies), low: try number(.low), high: try number(.high),
            belowLLOQ: try fields.decode(Bool.self, forKey: .belowLLOQ),
            aboveULOQ: try fields.decode(Bool.self, forKey: .aboveULOQ), lloq: try number(.lloq),
            uloq: try number(.uloq), unit: try fields.decode(String.self, forKey: .unit),
            withheld: valid || !reasons.isEmpty ? reasons : ["The sample failed its quality rules."])
    }
}
