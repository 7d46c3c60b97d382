import Assay
import Quantification
import Testing

/// Whatever comes in, a sound result goes out.
@Suite struct HostileCurveTests {
    /// xorshift64*: seeded, so that a failure can be repeated.
    struct Random {
        var state: UInt64
        mutating func next() -> Double {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return Double((state &* 2_685_821_657_736_338_717) >> 11) / Double(1 << 53)
        }
        mutating func below(_ n: Int) -> Int { min(Int(next() * Double(n)), n - 1) }
    }

    static func curve(_ random: inout Random) -> AmplificationCurve {
        let cycles = random.below(60), kind = random.below(6), scale = [1e-300, 1e-9, 1, 1e6, 1e300][random.below(5)]
        var values: [Double] = []
        for i in 0..<cycles {
            let noise = random.next() - 0.5
            let value: Double =
                switch kind {
                case 0: noise
                case 1: noise > 0 ? 1 : 0
                case 2: Double(i) * Double(i) + noise
                case 3: i < 20 ? 0 : 1
                case 4: 1 / Double(1 + (i - 25) * (i - 25))
                default: logisticCurve(midpoint: 25, cycles: cycles).fluorescence[i] + 0.1 * noise
                }
            values.append(scale * value)
        }
        for _ in 0..<random.below(5) where cycles > 0 {
            values[random.below(cycles)] =
                [Double.nan, .infinity, -.infinity, 1e308, -1e308, 0, .leastNonzeroMagnitude][random.below(7)]
        }
        return AmplificationCurve(fluorescence: values, firstCycle: random.below(3) - 1)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func everyResultIsSound(_ seed: UInt64) throws {
        var random = Random(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let curves = (0..<random.below(16)).map { _ in Self.curve(&random) }
        let results = SigmoidEngine().call(curves)
        #expect(results.count == curves.count)
        for (curve, result) in zip(curves, results) {
            for value in [result.cq, result.cqSE, result.n0, result.efficiency] { #expect(value?.isFinite ?? true) }
            if result.call == .positive {
                let cq = try #require(result.cq)
                #expect(cq > Double(curve.firstCycle) - 1 && cq <= Double(curve.lastCycle))
                #expect(result.cqSE ?? 0 > 0 && result.n0 ?? 0 > 0)
            } else {
                #expect(result.reason?.isEmpty == false)
                #expect(result.call == .invalid || result.cq == nil)
            }
        }
    }
}
