// Numbers of virtual patients: SplitMix64 with the normal numbers of Box and Muller (Ann Math Stat 1958, 29, 610).
import Foundation

package struct SeededGenerator: RandomNumberGenerator {
    private var numbers: SplitMix64
    private var spare: Double?

    package init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    package mutating func next() -> UInt64 { numbers.next() }

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
