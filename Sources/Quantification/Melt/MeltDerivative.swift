// The negative first derivative of a melt, on the temperatures that the well really had: they are unevenly spaced and
// differ from well to well, so a filter that assumes a grid would shift every Tm.

/// −dF/dT of one melt at its own temperatures, without the ends, where a window would be one-sided and its slope wild.
struct MeltDerivative {
    /// °C, ascending, no two equal.
    let temperature: [Double]
    /// −dF/dT, fluorescence units per °C.
    let slope: [Double]
    /// Standard error of each value of `slope`, from the residuals of all local fits.
    let slopeSE: [Double]

    /// Half width of the window in °C: about half of a melt peak's width.
    static let halfWidth = 1.0
    static let pointsMin = 15
    static let spanMin = 5.0
    /// Points on either side that a window holds at least, and at most.
    private static let sideMin = 3
    private static let sideMax = 60

    /// Local quadratic least squares with tricube weights (Cleveland, J Am Stat Assoc 1979, 74, 829), the slope at the
    /// window's centre: Savitzky and Golay's filter for uneven spacing. Nil where fewer than `pointsMin` finite points
    /// span `spanMin`.
    init?(_ melt: MeltPoints) {
        let x = melt.temperature, y = melt.fluorescence
        guard x.count >= Self.pointsMin, let first = x.first, let last = x.last, last - first >= Self.spanMin else {
            return nil
        }
        var slopes: [Double] = []
        var gains: [Double] = []
        var inside: [Double] = []
        var squares = 0.0
        for index in x.indices where x[index] - first >= Self.halfWidth && last - x[index] >= Self.halfWidth {
            var low = index, high = index
            while low > 0, index - low < Self.sideMax,
                x[index] - x[low - 1] <= Self.halfWidth || index - low < Self.sideMin
            { low -= 1 }
            while high < x.count - 1, high - index < Self.sideMax,
                x[high + 1] - x[index] <= Self.halfWidth || high - index < Self.sideMin
            { high += 1 }
            guard let fit = LocalQuadratic(x: x, y: y, window: low...high, centre: index) else { return nil }
            slopes.append(-fit.slope)
            inside.append(x[index])
            squares += fit.residual * fit.residual
            gains.append(fit.slopeGain)
        }
        temperature = inside
        slope = slopes
        let noise = squares / Double(max(inside.count, 1))
        slopeSE = gains.map { (noise * $0).squareRoot() }
        guard slopes.allSatisfy(\.isFinite), slopeSE.allSatisfy(\.isFinite) else { return nil }
    }
}

/// A melt's finite points in the order of their temperature; points of one temperature are averaged.
struct MeltPoints {
    private(set) var temperature: [Double] = []
    private(set) var fluorescence: [Double] = []

    init(temperature: [Double], fluorescence: [Double], pointsMax: Int) {
        let points = zip(temperature, fluorescence).prefix(pointsMax)
            .filter { $0.isFinite && $1.isFinite && abs($0) < 1000 && abs($1) < 1e12 }.sorted {
                ($0.0, $0.1) < ($1.0, $1.1)
            }
        var start = 0
        while start < points.count {
            var end = start
            var sum = 0.0
            while end < points.count, points[end].0 - points[start].0 < 1e-6 {
                sum += points[end].1
                end += 1
            }
            self.temperature.append(points[start].0)
            self.fluorescence.append(sum / Double(end - start))
            start = end
        }
    }
}

/// A weighted parabola through the points of a window: y = a + b·d + c·d², d = x − centre.
private struct LocalQuadratic {
    let slope: Double
    /// Data minus fit at the centre, divided by √(1 − leverage): as large as the noise.
    let residual: Double
    /// Variance of `slope` for unit noise.
    let slopeGain: Double

    init?(x: [Double], y: [Double], window: ClosedRange<Int>, centre: Int) {
        // One reach for all windows of a dense melt: a reach that followed the spacing would tilt the peaks.
        let reach =
            max(MeltDerivative.halfWidth, x[window.upperBound] - x[centre], x[centre] - x[window.lowerBound]) * 1.01
        guard reach > 0 else { return nil }
        var s = (0.0, 0.0, 0.0, 0.0, 0.0), t = (0.0, 0.0, 0.0)
        let weights = window.map { index -> Double in
            let u = abs(x[index] - x[centre]) / reach
            let v = 1 - u * u * u
            return v * v * v
        }
        for (index, w) in zip(window, weights) {
            let d = (x[index] - x[centre]) / reach
            s.0 += w
            s.1 += w * d
            s.2 += w * d * d
            s.3 += w * d * d * d
            s.4 += w * d * d * d * d
            t.0 += w * y[index]
            t.1 += w * d * y[index]
            t.2 += w * d * d * y[index]
        }
        // Rows of the inverse of the normal matrix, by cofactors.
        let c00 = s.2 * s.4 - s.3 * s.3, c01 = s.2 * s.3 - s.1 * s.4, c02 = s.1 * s.3 - s.2 * s.2
        let c11 = s.0 * s.4 - s.2 * s.2, c12 = s.1 * s.2 - s.0 * s.3
        let determinant = s.0 * c00 + s.1 * c01 + s.2 * c02
        guard determinant > 1e-12 * s.0 * s.2 * s.4, determinant.isFinite else { return nil }
        slope = (c01 * t.0 + c11 * t.1 + c12 * t.2) / determinant / reach
        let leverage = min(c00 / determinant, 0.9)
        residual = (y[centre] - (c00 * t.0 + c01 * t.1 + c02 * t.2) / determinant) / (1 - leverage).squareRoot()
        var gain = 0.0
        for (index, w) in zip(window, weights) {
            let d = (x[index] - x[centre]) / reach
            let coefficient = w * (c01 + c11 * d + c12 * d * d) / determinant / reach
            gain += coefficient * coefficient
        }
        slopeGain = gain
    }
}
