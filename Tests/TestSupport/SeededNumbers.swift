// A failing case can be run again: the same seed gives the same numbers on every machine.
internal import Statistics

public struct SeededNumbers: RandomNumberGenerator, Sendable {
    private var numbers: SplitMix64

    public init(seed: UInt64) { numbers = SplitMix64(seed: seed) }

    public mutating func next() -> UInt64 { numbers.next() }
}
