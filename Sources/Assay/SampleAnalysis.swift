/// The replicates of one sample and target, joined. `copies`, `low`, `valid` and so on are its quantity's.
@dynamicMemberLookup
public struct SampleAnalysis: Hashable, Sendable {
    public var name: String
    /// Read from the name by the configured pattern; nil for standards, controls and names that do not match.
    public var label: SampleLabel?
    public var target: String
    /// Replicates that count.
    public var n: Int
    /// Geometric mean of the replicates, with the interval of replicate error, the curve's own uncertainty and counting
    /// error; its limits are the plate's, dilution applied. Withheld where the sample did not pass its own quality
    /// rules.
    public var quantity: Quantity
    public var cqMean: Double?
    /// Sample standard deviation (n − 1), cycles; nil for one well.
    public var cqSD: Double?
    /// 2^-ΔΔCq against the configured calibrator; nil without one.
    public var relative: Double?
    /// The same ratio with the efficiencies of the genes' own standard curves (Pfaffl); nil where one of them has none.
    public var relativePfaffl: Double?
    /// Copies a diploid genome; nil where no single-copy reference gene counts the genomes.
    public var perCell: Quantity?
    /// Copies a microgram of DNA; nil where neither a concentration nor a gene tells how much DNA there is.
    public var perMicrogram: Quantity?
    public var flags: [Flag]

    public init(
        name: String, label: SampleLabel?, target: String, n: Int, quantity: Quantity, cqMean: Double?, cqSD: Double?,
        relative: Double?, flags: [Flag],
        relativePfaffl: Double? = nil, perCell: Quantity? = nil, perMicrogram: Quantity? = nil
    ) {
        self.name = name
        self.label = label
        self.target = target
        self.n = n
        self.quantity = quantity
        self.cqMean = cqMean
        self.cqSD = cqSD
        self.relative = relative
        self.relativePfaffl = relativePfaffl
        self.perCell = perCell
        self.perMicrogram = perMicrogram
        self.flags = flags
    }

    public subscript<T>(dynamicMember member: KeyPath<Quantity, T>) -> T { quantity[keyPath: member] }
}

/// The quantity's fields stand beside the others.
extension SampleAnalysis: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, label, target, n, cqMean, cqSD, relative, relativePfaffl, perCell, perMicrogram, flags
    }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            name: try fields.decode(String.self, forKey: .name),
            label: try fields.decodeIfPresent(SampleLabel.self, forKey: .label),
            target: try fields.decode(String.self, forKey: .target), n: try fields.decode(Int.self, forKey: .n),
            quantity: try Quantity(from: decoder),
            cqMean: try fields.decodeIfPresent(Double.self, forKey: .cqMean),
            cqSD: try fields.decodeIfPresent(Double.self, forKey: .cqSD),
            relative: try fields.decodeIfPresent(Double.self, forKey: .relative),
            flags: try fields.decode([Flag].self, forKey: .flags),
            relativePfaffl: try fields.decodeIfPresent(Double.self, forKey: .relativePfaffl),
            perCell: try fields.decodeIfPresent(Quantity.self, forKey: .perCell),
            perMicrogram: try fields.decodeIfPresent(Quantity.self, forKey: .perMicrogram))
    }

    public func encode(to encoder: any Encoder) throws {
        try quantity.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(name, forKey: .name)
        try fields.encodeIfPresent(label, forKey: .label)
        try fields.encode(target, forKey: .target)
        try fields.encode(n, forKey: .n)
        try fields.encodeIfPresent(cqMean, forKey: .cqMean)
        try fields.encodeIfPresent(cqSD, forKey: .cqSD)
        try fields.encodeIfPresent(relative, forKey: .relative)
        try fields.encodeIfPresent(relativePfaffl, forKey: .relativePfaffl)
        try fields.encodeIfPresent(perCell, forKey: .perCell)
        try fields.encodeIfPresent(perMicrogram, forKey: .perMicrogram)
        try fields.encode(flags, forKey: .flags)
    }
}
