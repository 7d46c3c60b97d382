import Foundation

/// One series of measured numbers in bits, without loss: decimals as whole numbers, each less what the ones before
/// foretell; numbers that are no short decimals as they stand in memory.
enum PackedSeries {
    private static let countBits = 15
    static let countMax = 1 << countBits - 1
    private static let placesBits = 5
    private static let placesMax = 20
    /// Stands in the field of the places where the numbers follow in 64 bits each.
    private static let unpacked: UInt64 = 31
    /// Below it a Double holds every whole number, and its quotient by a power of ten is the decimal that was read.
    private static let wholeMax = 9e15

    /// How a number is foretold: by the one before, by the line through the two before, by the same series of the well
    /// before and the step in it.
    private enum Prediction: UInt64, CaseIterable { case last, line, neighbour }

    /// - Parameter values: at most `countMax`.
    /// - Returns: what the next series may lean on.
    static func write(_ values: [Double], beside neighbour: [Int64]?, to out: inout BitWriter) -> [Int64] {
        out.bits(UInt64(values.count), countBits)
        let finite = values.filter(\.isFinite)
        guard let places = places(for: finite) else {
            out.bits(unpacked, placesBits)
            for value in values { out.bits(value.bitPattern, 64) }
            return []
        }
        out.bits(UInt64(places), placesBits)
        out.bit(finite.count < values.count)
        if finite.count < values.count { for value in values { out.bit(value.isFinite) } }
        let whole = finite.map { Int64(($0 * pow(10, Double(places))).rounded()) }
        let ways = Prediction.allCases.filter { $0 != .neighbour || neighbour?.count == whole.count }
        let rests = ways.map { (way: $0, rest: rest(whole, $0, neighbour)) }
        guard let best = rests.min(by: { RiceCode.cost($0.rest) < RiceCode.cost($1.rest) }) else { return whole }
        out.bits(best.way.rawValue, 2)
        RiceCode.write(best.rest, to: &out)
        return whole
    }

    /// Missing values are NaN. Nil where the bits are none of `write`'s.
    static func read(beside neighbour: [Int64]?, from bits: inout BitReader) -> (values: [Double], whole: [Int64])? {
        guard let count = bits.bits(countBits).map({ Int($0) }), let places = bits.bits(placesBits) else { return nil }
        if places == unpacked {
            var values: [Double] = []
            for _ in 0..<count {
                guard let pattern = bits.bits(64) else { return nil }
                values.append(Double(bitPattern: pattern))
            }
            return (values, [])
        }
        guard places <= placesMax, let isThere = presence(count, &bits) else { return nil }
        let finite = isThere.count { $0 }
        guard let way = bits.bits(2).flatMap(Prediction.init), let rest = RiceCode.read(finite, from: &bits),
            way != .neighbour || neighbour?.count == finite
        else { return nil }
        let whole = restored(rest, way, neighbour)
        let scale = pow(10, Double(places))
        var next = whole.makeIterator()
        return (isThere.map { $0 ? next.next().map { Double($0) / scale } ?? .nan : .nan }, whole)
    }

    private static func presence(_ count: Int, _ bits: inout BitReader) -> [Bool]? {
        guard let hasHoles = bits.bit() else { return nil }
        var isThere = [Bool](repeating: true, count: count)
        guard hasHoles else { return isThere }
        for index in 0..<count {
            guard let bit = bits.bit() else { return nil }
            isThere[index] = bit
        }
        return isThere
    }

    /// The fewest decimal places that lose nothing; nil where none of them does.
    private static func places(for values: [Double]) -> Int? {
        let largest = values.map(\.magnitude).max() ?? 0
        return (0...placesMax).first { places in
            let scale = pow(10, Double(places))
            return largest * scale < wholeMax && values.allSatisfy { ($0 * scale).rounded() / scale == $0 }
        }
    }

    private static func rest(_ whole: [Int64], _ way: Prediction, _ neighbour: [Int64]?) -> [Int64] {
        whole.indices.map { whole[$0] &- foretold($0, whole, way, neighbour) }
    }

    private static func restored(_ rest: [Int64], _ way: Prediction, _ neighbour: [Int64]?) -> [Int64] {
        var whole: [Int64] = []
        whole.reserveCapacity(rest.count)
        for index in rest.indices { whole.append(rest[index] &+ foretold(index, whole, way, neighbour)) }
        return whole
    }

    private static func foretold(_ index: Int, _ whole: [Int64], _ way: Prediction, _ neighbour: [Int64]?) -> Int64 {
        guard index > 0 else { return way == .neighbour ? neighbour?.first ?? 0 : 0 }
        switch way {
        case .last: return whole[index - 1]
        case .line: return index > 1 ? 2 &* whole[index - 1] &- whole[index - 2] : whole[index - 1]
        case .neighbour: return whole[index - 1] &+ (neighbour.map { $0[index] &- $0[index - 1] } ?? 0)
        }
    }
}
