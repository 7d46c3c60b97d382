// What is called of one amplification curve.

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
