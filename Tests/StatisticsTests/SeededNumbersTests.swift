import Testing

@testable import Statistics

struct SeededNumbersTests {
    /// The reference implementation's first five numbers for the seed 1234567 (prng.di.unimi.it, splitmix64.c).
    @Test("SplitMix64 gives its authors' numbers")
    func splitMix() {
        var numbers = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431,
            16408922859458223821,
        ]
        #expect(expected.map { _ in numbers.next() } == expected)
    }

    /// The algorithm of xoshiro256starstar.c, its state from SplitMix64 with the seed 42, worked out in Python.
    @Test("xoshiro256** gives its authors' numbers")
    func xoshiro() {
        var numbers = Xoshiro256(seed: 42)
        let expected: [UInt64] = [1546998764402558742, 6990951692964543102, 12544586762248559009]
        #expect(expected.map { _ in numbers.next() } == expected)
    }

    @Test("Normal numbers have their mean, their deviation and their tails")
    func normal() {
        var numbers = SeededGenerator(seed: 7)
        let drawn = (0..<100_000).map { _ in numbers.normal(2, 3) }
        let mean = drawn.reduce(0, +) / 100_000
        let variance = drawn.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
        #expect(abs(mean - 2) < 0.04 && abs(variance - 9) < 0.2)
        // 4.55 % lie beyond two deviations.
        #expect((4400...4700).contains(drawn.count { abs($0 - 2) > 6 }))
    }
}
