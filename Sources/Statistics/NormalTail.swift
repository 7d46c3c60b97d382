import Foundation

/// ln Φ(z), and φ(z)/Φ(z), the inverse of Mills' ratio, of the standard normal distribution. Absolute error of the
/// first, relative error of the second below 1e-12.
///
/// Far down the tail, where Φ underflows, by the asymptotic series (Abramowitz and Stegun 26.2.12).
package func lowerNormalTail(_ z: Double) -> (logProbability: Double, inverseMills: Double) {
    let logDensity = -z * z / 2 - log(2 * Double.pi) / 2
    if z < -30 {
        let inverse = 1 / (z * z)
        let series = 1 - inverse * (1 - inverse * (3 - inverse * (15 - inverse * (105 - inverse * 945))))
        return (logDensity - log(-z) + log(series), -z / series)
    }
    let probability = erfc(-z / 2.0.squareRoot()) / 2
    return (log(probability), exp(logDensity) / probability)
}

/// The quantile of χ² from the normal one, to 0.8 % for upper tails down to 0.5 % and one degree of freedom or more
/// (Wilson and Hilferty, PNAS 1931, 17, 684).
package func chiSquareQuantile(_ normalQuantile: Double, degreesOfFreedom v: Double) -> Double {
    v * pow(1 - 2 / (9 * v) + normalQuantile * (2 / (9 * v)).squareRoot(), 3)
}
