// A straight line through values of which some are only known to lie below a limit (Tobit, pharmacometrics' M3):
// maximum likelihood, no value is dropped and none is made up.
import Foundation
internal import Statistics

/// One value for a censored fit.
struct CensoredPoint {
    var x: Double
    /// The value, or the limit it lies below.
    var y: Double
    var below: Bool
}

/// y = intercept + slope · x with normal error of standard deviation `sigma`.
struct CensoredLine {
    var intercept: Double
    var slope: Double
    /// Maximum-likelihood estimate: divides by n, not n − 2.
    var sigma: Double
    /// Standard error of `slope` from the observed information; 0 for an exact line.
    var slopeError: Double
    /// Values that are not censored.
    var quantified: Int
    var n: Int
}

/// Newton's method in Olsen's parameters (1/σ, intercept/σ, slope/σ), in which the likelihood is concave (Econometrica
/// 46, 1978), on x centred and scaled. Nil for fewer than two quantified values, quantified values at one x only, or
/// where it does not converge.
func censoredLine(_ points: [CensoredPoint]) -> CensoredLine? {
    let quantified = points.filter { !$0.below }
    guard quantified.count >= 2, let low = quantified.map(\.x).min(), let high = quantified.map(\.x).max(), high > low
    else { return nil }
    let centre = (low + high) / 2
    let scale = (high - low) / 2
    let scaled = points.map { CensoredPoint(x: ($0.x - centre) / scale, y: $0.y, below: $0.below) }
    guard var state = start(scaled.filter { !$0.below }) else { return nil }
    var current = likelihood(scaled, state)
    for _ in 0..<newtonStepsMax {
        guard let step = solved(current.information, current.gradient) else { return nil }
        var length = 1.0
        var next = moved(state, step, length)
        var trial = next[0] > 0 ? likelihood(scaled, next) : nil
        while trial.map({ !($0.value >= current.value - 1e-13 * current.value.magnitude) }) ?? true {
            length /= 2
            guard length > 1e-12 else { return finished(state, current, scaled, centre, scale, quantified.count) }
            next = moved(state, step, length)
            trial = next[0] > 0 ? likelihood(scaled, next) : nil
        }
        guard let better = trial else { return nil }
        let size = zip(step, next).map { ($0 * length).magnitude / max(1, $1.magnitude) }.max() ?? 0
        (state, current) = (next, better)
        // An exact line has no error to estimate: 1/σ grows without bound.
        if state[0] > exactLine || size < 1e-12 {
            return finished(state, current, scaled, centre, scale, quantified.count)
        }
    }
    return nil
}

private let newtonStepsMax = 200
/// 1/σ beyond which a line counts as exact.
private let exactLine = 1e7

private struct Likelihood {
    var value: Double
    var gradient: SIMD3<Double>
    /// Minus the matrix of second derivatives.
    var information: Symmetric3
}

/// Parameters are θ = 1/σ, a/σ, b/σ: a quantified value adds ln θ − (θy − a' − b'x)²/2, a censored one ln Φ(θy − a' −
/// b'x).
private func likelihood(_ points: [CensoredPoint], _ p: [Double]) -> Likelihood {
    var sum = Likelihood(value: 0, gradient: .zero, information: Symmetric3())
    for point in points {
        let d = [point.y, -1, -point.x]
        let z = p[0] * d[0] + p[1] * d[1] + p[2] * d[2]
        let first: Double
        let second: Double
        if point.below {
            let (logPhi, mills) = lowerNormalTail(z)
            sum.value += logPhi
            first = mills
            second = mills * (z + mills)
        } else {
            sum.value += log(p[0]) - z * z / 2
            sum.gradient[0] += 1 / p[0]
            sum.information[0, 0] += 1 / (p[0] * p[0])
            first = -z
            second = 1
        }
        for i in 0..<3 {
            sum.gradient[i] += first * d[i]
            for j in i..<3 { sum.information[i, j] += second * d[i] * d[j] }
        }
    }
    return sum
}

/// The uncensored line as the start, its error widened so that the first step is safe.
private func start(_ points: [CensoredPoint]) -> [Double]? {
    let sums = LineSums(points.map { (x: $0.x, y: $0.y, weight: 1) })
    guard sums.sxx > 0 else { return nil }
    let (slope, intercept) = (sums.slope, sums.intercept)
    let squares = points.reduce(0) { $0 + ($1.y - intercept - slope * $1.x) * ($1.y - intercept - slope * $1.x) }
    let sigma = max((squares / sums.weight).squareRoot(), 0.1)
    let start = [1 / sigma, intercept / sigma, slope / sigma]
    return start.allSatisfy(\.isFinite) ? start : nil
}

private func moved(_ state: [Double], _ step: [Double], _ length: Double) -> [Double] {
    zip(state, step).map { $0 + length * $1 }
}

private func solved(_ matrix: Symmetric3, _ right: SIMD3<Double>) -> [Double]? {
    guard let inverse = matrix.inverse else { return nil }
    let x = inverse * right
    return x.x.isFinite && x.y.isFinite && x.z.isFinite ? [x.x, x.y, x.z] : nil
}

/// Back to slope, intercept and σ; the slope's error by the delta method from the inverse information.
private func finished(
    _ p: [Double], _ likelihood: Likelihood, _ points: [CensoredPoint], _ centre: Double, _ scale: Double,
    _ quantified: Int
) -> CensoredLine? {
    let sigma = 1 / p[0]
    let (a, b) = (p[1] * sigma, p[2] * sigma)
    var error = 0.0
    if p[0] < exactLine, let covariance = likelihood.information.inverse {
        let gradient = SIMD3(-b * sigma, 0, sigma)
        error = max((gradient * (covariance * gradient)).sum(), 0).squareRoot() / scale
    }
    let line = CensoredLine(
        intercept: a - b * centre / scale, slope: b / scale, sigma: sigma, slopeError: error, quantified: quantified,
        n: points.count)
    return line.slope.isFinite && line.intercept.isFinite && line.sigma.isFinite && line.slopeError.isFinite
        ? line : nil
}
