/// What was measured in one reaction and what is drawn of it.
public struct WellCurves: Hashable, Sendable {
    public var position: WellPosition
    public var target: String?
    public var dye: String?
    public var amplification: AmplificationCurve?
    /// The amplification without its baseline, one value a cycle, NaN where there is none; empty without an
    /// amplification.
    public var corrected: [Double]
    public var melt: MeltCurve?
    /// −dF/dT of the melt; nil where it is too short or too uneven.
    public var meltPeaks: MeltSlope?

    public init(
        position: WellPosition, target: String?, dye: String?, amplification: AmplificationCurve?, corrected: [Double],
        melt: MeltCurve?,
        meltPeaks: MeltSlope?
    ) {
        self.position = position
        self.target = target
        self.dye = dye
        self.amplification = amplification
        self.corrected = corrected
        self.melt = melt
        self.meltPeaks = meltPeaks
    }
}

/// −dF/dT of a melt, fluorescence units per °C, at its temperatures in °C, which ascend.
public struct MeltSlope: Hashable, Sendable {
    public let temperature: [Double]
    public let slope: [Double]

    public init(temperature: [Double], slope: [Double]) {
        self.temperature = temperature
        self.slope = slope
    }
}
