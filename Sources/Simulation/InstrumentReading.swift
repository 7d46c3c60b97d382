import Assay
import Foundation

/// What the vendor's software would say of one curve. Its method is not public: this is a plain threshold over a
/// straight baseline, which gives the same kind of numbers. Nothing of how the curve was made is known here.
struct InstrumentReading {
    static let threshold = 0.3
    static let endpointMin = 0.4

    let call: InstrumentCall
    /// Two decimals, as the software shows it; nil unless positive.
    let cq: Double?
    /// Fluorescence above the baseline at the last cycle.
    let endpoint: Double
    /// Steepest rise, fluorescence a cycle.
    let slope: Double
    let baselineIntercept: Double
    let baselineSlope: Double
    /// Curve without baseline, one value a cycle.
    let normalised: [Double]

    init(_ fluorescence: [Double]) {
        (baselineIntercept, baselineSlope) = Self.baseline(of: fluorescence)
        let (intercept, drift) = (baselineIntercept, baselineSlope)
        normalised = fluorescence.enumerated().map { $1 - intercept - drift * Double($0 + 1) }
        endpoint = normalised.last ?? 0
        slope = max(0, zip(normalised.dropFirst(), normalised).map { $0 - $1 }.max() ?? 0)
        let crossing = endpoint >= Self.endpointMin ? Self.crossing(of: normalised) : nil
        call = crossing == nil ? .negative : .positive
        cq = crossing.map { ($0 * 100).rounded() / 100 }
    }

    /// A line through the cycles before the rise; a constant where fewer than six are left.
    private static func baseline(of fluorescence: [Double]) -> (intercept: Double, slope: Double) {
        let steps = zip(fluorescence.dropFirst(), fluorescence).map { $0 - $1 }
        let rise =
            zip(steps, steps.dropFirst()).enumerated().first { $1.0 > 0.01 && $1.1 > 0.01 }?.offset
            ?? fluorescence.count
        let last = min(max(rise - 2, 4), 20, fluorescence.count)
        let window = Array(fluorescence.enumerated().dropFirst().prefix(max(last - 1, 0)))
        let n = Double(window.count)
        guard n > 0 else { return (fluorescence.first ?? 0, 0) }
        let meanX = window.reduce(0) { $0 + Double($1.offset + 1) } / n
        let meanY = window.reduce(0) { $0 + $1.element } / n
        guard n >= 6 else { return (meanY, 0) }
        let sxx = window.reduce(0) { $0 + pow(Double($1.offset + 1) - meanX, 2) }
        let sxy = window.reduce(0) { $0 + (Double($1.offset + 1) - meanX) * ($1.element - meanY) }
        return (meanY - sxy / sxx * meanX, sxy / sxx)
    }

    /// Where the curve passes the threshold for good, between two cycles on a logarithmic scale.
    private static func crossing(of curve: [Double]) -> Double? {
        guard let below = curve.lastIndex(where: { $0 < threshold }), below + 1 < curve.count else { return nil }
        let (low, high) = (max(curve[below], threshold / 10), curve[below + 1])
        return Double(below + 1) + log(threshold / low) / log(high / low)
    }
}

/// The software's standard curve of one gene: individual wells, Cq against log10 of the declared concentration.
struct InstrumentCurve {
    let slope: Double
    let intercept: Double
    let r2: Double
    /// sqrt(SSE / (n − 2)).
    let standardError: Double
    var efficiency: Double { pow(10, -1 / slope) }

    /// Nil where fewer than three points or one concentration only stand.
    init?(_ points: [(log10Concentration: Double, cq: Double)]) {
        let n = Double(points.count)
        guard points.count >= 3 else { return nil }
        let meanX = points.reduce(0) { $0 + $1.log10Concentration } / n
        let meanY = points.reduce(0) { $0 + $1.cq } / n
        let sxx = points.reduce(0) { $0 + pow($1.log10Concentration - meanX, 2) }
        let sxy = points.reduce(0) { $0 + ($1.log10Concentration - meanX) * ($1.cq - meanY) }
        let syy = points.reduce(0) { $0 + pow($1.cq - meanY, 2) }
        guard sxx > 0, syy > 0, sxy < 0 else { return nil }
        slope = sxy / sxx
        intercept = meanY - slope * meanX
        r2 = sxy * sxy / (sxx * syy)
        standardError = (max(0, syy - sxy * sxy / sxx) / (n - 2)).squareRoot()
    }

    func concentration(_ cq: Double) -> Double { pow(10, (cq - intercept) / slope) }
}
