// A value that another site measured, as a site may know it: without that site's code, and never mixed with its own.

public struct ElsewhereValue: Codable, Hashable, Sendable {
    /// Who measured it.
    public var site: String
    public var run: String
    public var target: String
    /// Sampling day by that site's infusion date.
    public var day: Int?
    /// The run's start, as its file says.
    public var started: String?
    public var copies: Double?
    public var low: Double?
    public var high: Double?
    public var unit: String
    public var belowLLOQ: Bool
    public var aboveULOQ: Bool
    /// Why it may not be relied on; nil where it counts.
    public var withheld: String?

    public init(
        site: String, run: String, target: String, day: Int?, started: String?, copies: Double?, low: Double?,
        high: Double?, unit: String, belowLLOQ: Bool, aboveULOQ: Bool, withheld: String?
    ) {
        self.site = site
        self.run = run
        self.target = target
        self.day = day
        self.started = started
        self.copies = copies
        self.low = low
        self.high = high
        self.unit = unit
        self.belowLLOQ = belowLLOQ
        self.aboveULOQ = aboveULOQ
        self.withheld = withheld
    }

    enum CodingKeys: String, CodingKey {
        case site, run, target, day, started, copies, low, high, unit, withheld
        case belowLLOQ = "below_lloq"
        case aboveULOQ = "above_uloq"
    }

    /// Every field is written, null where there is none.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(site, forKey: .site)
        try fields.encode(run, forKey: .run)
        try fields.encode(target, forKey: .target)
        try fields.encode(day, forKey: .day)
        try fields.encode(started, forKey: .started)
        try fields.encode(finite(copies), forKey: .copies)
        try fields.encode(finite(low), forKey: .low)
        try fields.encode(finite(high), forKey: .high)
        try fields.encode(unit, forKey: .unit)
        try fields.encode(belowLLOQ, forKey: .belowLLOQ)
        try fields.encode(aboveULOQ, forKey: .aboveULOQ)
        try fields.encode(withheld, forKey: .withheld)
    }

    private func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
}
