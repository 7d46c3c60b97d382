import Assay
import Foundation
@testable import Simulation
import Testing

@Suite("A simulated reaction")
struct ReactionTests {
    @Test("crosses the threshold one efficiency later for each factor: the instrument's Cq follows the copies")
    func dilution() throws {
        let chemistry = ReactionChemistry()
        var random = SeededRandom(seed: 11)
        var points: [(log10Concentration: Double, cq: Double)] = []
        for concentration in [1e6, 1e5, 1e4, 1e3] {
            for _ in 0..<5 {
                let reaction = chemistry.reaction(
                    of: PlateLayout.target, concentration: concentration, cycles: 45, melt: false, random: &random)
                points.append((log10(concentration), try #require(InstrumentReading(reaction.fluorescence).cq)))
            }
        }
        let curve = try #require(InstrumentCurve(points))
        #expect(abs(curve.efficiency - 1.95) < 0.03 && curve.r2 > 0.999)
    }

    @Test("without a copy stays flat, and the instrument calls it negative")
    func negative() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<50 {
            let reaction = ReactionChemistry().reaction(
                of: PlateLayout.target, concentration: 0, cycles: 45, melt: false, random: &random)
            #expect(reaction.copies == 0 && InstrumentReading(reaction.fluorescence).call == .negative)
        }
    }

    @Test("holds copies that scatter as a Poisson count does", arguments: [0.4, 3, 84, 420])
    func counting(mean: Double) {
        var random = SeededRandom(seed: 5)
        let counts = (0..<4000).map { _ in random.poisson(mean) }
        let average = counts.reduce(0, +) / 4000
        let variance = counts.reduce(0) { $0 + ($1 - average) * ($1 - average) } / 3999
        #expect(abs(average / mean - 1) < 0.08 && abs(variance / mean - 1) < 0.12)
    }

    @Test("of a broken curve gives no Cq and no trap", arguments: [[], [0.3], [0.3, 0.3], [Double.nan, .nan, .nan]])
    func degenerate(curve: [Double]) {
        #expect(InstrumentReading(curve).call == .negative)
    }
}

@Suite("Seeded random numbers")
struct SeededRandomTests {
    @Test("are the published xoshiro256** sequence of their SplitMix64 state")
    func deterministic() {
        var a = SeededRandom(seed: 0), b = SeededRandom(seed: 0), c = SeededRandom(seed: 0, stream: 1)
        let first = (0..<4).map { _ in a.next() }
        #expect(first == (0..<4).map { _ in b.next() })
        #expect(first != (0..<4).map { _ in c.next() })
        #expect(first[0] == 0x99ec_5f36_cb75_f2b4)
    }

    @Test("make GUIDs of version 4")
    func guid() {
        var random = SeededRandom(seed: 1)
        let guid = random.guid()
        #expect(guid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }
}
