import Foundation
internal import Statistics

/// Random numbers that depend on a seed alone.
public struct SeededRandom: RandomNumberGenerator, Sendable {
    private var numbers: Xoshiro256

    /// `stream` separates the numbers of several uses of one seed.
    public init(seed: UInt64, stream: UInt64 = 0) {
        numbers = Xoshiro256(seed: seed &+ stream &* 0xd1b5_4a32_d192_ed03)
    }

    public mutating func next() -> UInt64 { numbers.next() }

    /// Uniform in [0, 1).
    public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Standard normal (Box and Muller).
    public mutating func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }

    /// A count with this mean: Knuth's product below 30, above it the normal approximation, rounded. Zero for a mean
    /// that is not positive.
    public mutating func poisson(_ mean: Double) -> Double {
        guard mean > 0, mean.isFinite else { return 0 }
        guard mean < 30 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
        let limit = exp(-mean)
        var product = uniform()
        var count = 0.0
        while product > limit {
            product *= uniform()
            count += 1
        }
        return count
    }

    /// A version 4 GUID, as the vendor writes them: lower case with hyphens.
    public mutating func guid() -> String {
        let high = next() & 0xffff_ffff_ffff_0fff | 0x4000
        let low = next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
        let hex = String(format: "%016llx%016llx", high, low)
        var groups: [Substring] = []
        var rest = hex[...]
        for length in [8, 4, 4, 4, 12] {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups.joined(separator: "-")
    }
}
