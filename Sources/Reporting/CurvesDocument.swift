public import Assay

/// The curves of one reaction. Every list is as long as its `cycles` or temperatures; null where a point is missing.
public struct CurvesDocument: Codable, Hashable, Sendable {
    public var well: String
    @OrNull public var target: String?
    @OrNull public var dye: String?
    public var cycles: [Int]
    /// As the instrument exported it.
    public var fluorescence: [Double?]
    public var baselineCorrected: [Double?]
    /// °C, and the fluorescence at them.
    public var meltTemperature: [Double]
    public var meltFluorescence: [Double?]
    /// −dF/dT, fluorescence units per °C, at its own temperatures.
    public var peakTemperature: [Double]
    public var meltDerivative: [Double]

    enum CodingKeys: String, CodingKey {
        case well, target, dye, cycles, fluorescence
        case baselineCorrected = "baseline_corrected"
        case meltTemperature = "melt_temperature"
        case meltFluorescence = "melt_fluorescence"
        case peakTemperature = "peak_temperature"
        case meltDerivative = "melt_derivative"
    }

    public init(_ curves: WellCurves) {
        well = curves.position.label
        let curve = curves.amplification
        cycles = curve.map { Array($0.firstCycle..<$0.firstCycle + $0.fluorescence.count) } ?? []
        fluorescence = curve?.fluorescence.map(finite) ?? []
        baselineCorrected = curves.corrected.map(finite)
        let melt = zip(curves.melt?.temperature ?? [], curves.melt?.fluorescence ?? []).filter { $0.0.isFinite }
        meltTemperature = melt.map(\.0)
        meltFluorescence = melt.map { finite($0.1) }
        peakTemperature = curves.meltPeaks?.temperature ?? []
        meltDerivative = curves.meltPeaks?.slope ?? []
        _target = OrNull(wrappedValue: curves.target)
        _dye = OrNull(wrappedValue: curves.dye)
    }
}

private func finite(_ number: Double) -> Double? { number.isFinite ? number : nil }
