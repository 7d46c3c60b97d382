// A curve is scaled by its own range before anything else, so that neither an offset nor a gain of the instrument can
// reach the Cq.
internal import Assay

/// What scaling saw of a curve.
struct CurveRange {
    var lowest: Double
    var highest: Double
    /// Cycles with a finite value.
    var present: Int
    /// Cycles with an infinity.
    var infinite: Int
    var span: Double { highest - lowest }
    /// Whether a range of that size is more than the rounding of the values themselves.
    func isVarying(_ span: Double) -> Bool { span > 1e-12 * max(abs(lowest), abs(highest)) }
}

extension CurveWorkspace {
    /// Loads a curve scaled to 0…1; missing and infinite cycles weigh nothing. Nil and nothing usable where the curve
    /// carries no range at all.
    mutating func load(_ curve: AmplificationCurve) -> CurveRange {
        reset(cycles: min(curve.fluorescence.count, AmplificationCurve.cyclesMax))
        var range = CurveRange(lowest: .infinity, highest: -.infinity, present: 0, infinite: 0)
        for i in 0..<count {
            let value = curve.fluorescence[i]
            if value.isFinite {
                range.lowest = min(range.lowest, value)
                range.highest = max(range.highest, value)
                range.present += 1
            } else if !value.isNaN {
                range.infinite += 1
            }
        }
        guard range.present > 0, range.span > 0, range.span.isFinite else { return range }
        for i in 0..<count where curve.fluorescence[i].isFinite {
            y[i] = (curve.fluorescence[i] - range.lowest) / range.span
            present[i] = 1
            weight[i] = 1
        }
        return range
    }
}
