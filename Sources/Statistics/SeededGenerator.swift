// The same seed gives the same virtual patients on every machine: SplitMix64 (Steele, Lea, Flood 2014) and Box and
// Muller's normal numbers.
import Foundation

package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    private var spare: Double?

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// Uniform in (0, 1).
    package mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }

    package mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

    package mutating func normal(_ mean: Double = 0, _ sd: Double = 1) -> Double {
        if let number = spare {
            spare = nil
            return mean + sd * number
        }
        let radius = (-2 * log(uniform())).squareRoot()
        let angle = 2 * Double.pi * uniform()
        spare = radius * sin(angle)
        return mean + sd * radius * cos(angle)
    }
}
