/// Fluorescence of one target in one well, cycle by cycle, as the instrument exported it (no baseline removed).
public struct AmplificationCurve: Hashable, Sendable {
    /// One value a cycle, in the instrument's arbitrary units; `fluorescence[0]` belongs to `firstCycle`. NaN where a
    /// cycle is missing.
    public let fluorescence: [Double]
    /// Number of the first cycle, 1 on every instrument known.
    public let firstCycle: Int

    public static let cyclesMax = 10_000

    public init(fluorescence: [Double], firstCycle: Int = 1) {
        self.fluorescence = fluorescence
        self.firstCycle = firstCycle
    }

    public var lastCycle: Int { firstCycle + fluorescence.count - 1 }
}

/// The standard curve that the instrument's own software fitted: of its Cq, over all wells that nobody excluded.
public struct InstrumentCurve: Hashable, Sendable, Codable {
    /// As the file calls it.
    public var target: String?
    public var dye: String?
    public var slope: Double
    public var intercept: Double?
    /// Amplification factor a cycle (2 = perfect).
    public var efficiency: Double?
    public var r2: Double?
    /// Standard error of the estimate, cycles.
    public var error: Double?

    public init(
        target: String?, dye: String?, slope: Double, intercept: Double?, efficiency: Double?, r2: Double?,
        error: Double?
    ) {
        self.target = target
        self.dye = dye
        self.slope = slope
        self.intercept = intercept
        self.efficiency = efficiency
        self.r2 = r2
        self.error = error
    }
}

/// Fluorescence against the real temperature of the well while it melts.
public struct MeltCurve: Hashable, Sendable {
    /// °C, one a point.
    public let temperature: [Double]
    /// Arbitrary units, as many as temperatures.
    public let fluorescence: [Double]

    public static let pointsMax = 20_000

    public init(temperature: [Double], fluorescence: [Double]) {
        self.temperature = temperature
        self.fluorescence = fluorescence
    }
}
