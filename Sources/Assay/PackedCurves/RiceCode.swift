// Whole numbers that are mostly small, in few bits: Rice's code (Rice & Plaunt 1971), as FLAC writes the rests of its predictions. A number is written as
// its high part in ones, a zero, and its low bits; how many are low is said once a series.

enum RiceCode {
    private static let parameterBits = 6
    /// Longer runs of ones are written as so many, and the number itself after them.
    private static let runMax = 24

    static func write(_ numbers: [Int64], to out: inout BitWriter) {
        let folded = numbers.map(folded)
        let k = parameter(for: folded)
        out.bits(UInt64(k), parameterBits)
        for number in folded {
            let high = number >> UInt64(k)
            if high >= UInt64(runMax) {
                for _ in 0..<runMax { out.bit(true) }
                out.bits(number, 64)
            } else {
                for _ in 0..<high { out.bit(true) }
                out.bit(false)
                out.bits(number, k)
            }
        }
    }

    static func read(_ count: Int, from bits: inout BitReader) -> [Int64]? {
        guard let k = bits.bits(parameterBits).map({ Int($0) }), k < 64 else { return nil }
        var numbers: [Int64] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count {
            var high = 0
            while high < runMax {
                guard let isOne = bits.bit() else { return nil }
                if !isOne { break }
                high += 1
            }
            guard let low = bits.bits(high == runMax ? 64 : k) else { return nil }
            let number = high == runMax ? low : UInt64(high) << UInt64(k) | low
            numbers.append(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
        }
        return numbers
    }

    /// Bits that the numbers take.
    static func cost(_ numbers: [Int64]) -> Int {
        let folded = numbers.map(folded)
        return cost(folded, parameter(for: folded))
    }

    /// Small numbers of either sign become small ones without.
    private static func folded(_ number: Int64) -> UInt64 { UInt64(bitPattern: number << 1 ^ number >> 63) }

    private static func cost(_ folded: [UInt64], _ k: Int) -> Int {
        folded.reduce(0) { sum, number in
            let high = number >> UInt64(k)
            return sum + (high >= UInt64(runMax) ? runMax + 64 : Int(high) + 1 + k)
        }
    }

    private static func parameter(for folded: [UInt64]) -> Int {
        guard !folded.isEmpty else { return 0 }
        // Near the mean's own length; its neighbours may be shorter.
        let mean = folded.reduce(0.0) { $0 + Double($1) } / Double(folded.count)
        let near = mean >= 1 ? Int(mean.exponent) : 0
        return (max(0, near - 2)...min(62, near + 1)).min { cost(folded, $0) < cost(folded, $1) } ?? 0
    }
}
