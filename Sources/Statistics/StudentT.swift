// Student's distribution: how far the mean of few values may lie from the truth.
import Foundation

/// The quantile of Student's t: the number that a t of so many degrees of freedom stays below with this probability.
///
/// Newton's method on the upper tail, which is convex for t > 0, so that it rises to the root from zero. The tail is
/// half the regularised incomplete beta function I at ν/(ν + t²) for (ν/2, ½) (NIST Digital Library of Mathematical
/// Functions, 8.17); from 1000 degrees of freedom on the quantile is that of the normal distribution with the expansion
/// of Fisher and Cornish (Abramowitz and Stegun 26.7.5). Relative error below 1e-10.
/// - Parameters:
///   - probability: from ½ up to, and without, 1.
///   - degreesOfFreedom: whole or not; infinite ones mean the normal distribution.
/// - Returns: nil below one degree of freedom, and for another probability.
package func studentTQuantile(_ probability: Double, degreesOfFreedom: Double) -> Double? {
    guard degreesOfFreedom >= 1, (0.5..<1).contains(probability) else { return nil }
    guard degreesOfFreedom < expandedFrom else { return expanded(normalQuantile(probability), degreesOfFreedom) }
    return root(1 - probability, tail: { tTail($0, degreesOfFreedom) }, density: { tDensity($0, degreesOfFreedom) })
}

/// The quantile of the standard normal distribution for a probability from ½ up to, and without, 1.
package func normalQuantile(_ probability: Double) -> Double {
    root(
        1 - probability, tail: { erfc($0 / 2.0.squareRoot()) / 2 },
        density: { exp(-$0 * $0 / 2) / (2 * Double.pi).squareRoot() })
}

private let expandedFrom = 1000.0
private let stepsMax = 100

/// Where a tail that is convex and falls has the height `target`.
private func root(_ target: Double, tail: (Double) -> Double, density: (Double) -> Double) -> Double {
    var t = 0.0
    for _ in 0..<stepsMax {
        let step = (tail(t) - target) / density(t)
        t += step
        if !(step.magnitude > 1e-14 * t) { break }
    }
    return t
}

private func expanded(_ z: Double, _ v: Double) -> Double {
    guard v.isFinite else { return z }
    let z3 = z * z * z, z5 = z3 * z * z, z7 = z5 * z * z
    return z + (z3 + z) / (4 * v) + (5 * z5 + 16 * z3 + 3 * z) / (96 * v * v)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * v * v * v)
}

private func tDensity(_ t: Double, _ v: Double) -> Double {
    let scale = exp(lgamma((v + 1) / 2).0 - lgamma(v / 2).0) / (v * Double.pi).squareRoot()
    return scale * pow(1 + t * t / v, -(v + 1) / 2)
}

private func tTail(_ t: Double, _ v: Double) -> Double {
    incompleteBeta(v / (v + t * t), t * t / (v + t * t), v / 2, 0.5) / 2
}

/// I_x(a, b) with y = 1 − x, by its continued fraction (DLMF 8.17.22) in the form of Lentz; on the side where it
/// converges fast.
private func incompleteBeta(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard y > 0 else { return 1 }
    let front = exp(lgamma(a + b).0 - lgamma(a).0 - lgamma(b).0 + a * log(x) + b * log(y))
    return x < (a + 1) / (a + b + 2)
        ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(y, b, a) / b
}

private func betaFraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func held(_ number: Double) -> Double { number.magnitude < tiny ? tiny : number }
    var c = 1.0
    var d = 1 / held(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...500 {
        let m = Double(step)
        for term in [
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ] {
            d = 1 / held(1 + term * d)
            c = held(1 + term / c)
            fraction *= c * d
        }
        if (c * d - 1).magnitude < 1e-16 { break }
    }
    return fraction
}
