import Assay
import Foundation
import Quantification
import TestSupport
import Testing

@Suite struct AmplificationDecisionTests {
    let engine = SigmoidEngine()

    @Test(arguments: [40.0, 30, 20])
    func `noise of a fortieth to a twentieth of the rise leaves a sigmoid positive, with a larger standard error`(
        ratio: Double
    ) throws {
        // Uniform in ±a: an SD of a/√3.
        let noisy = seeds(1...8).map { noisyCurve(midpoint: 25, noise: 10 * 3.0.squareRoot() / ratio, seed: $0) }
        let clean = try #require(engine.call([noisyCurve(midpoint: 25, noise: 0.01, seed: 1)])[0].cqSE)
        for result in engine.call(noisy) {
            #expect(result.call == .positive, "\(result.reason ?? "")")
            #expect(try #require(result.cqSE) > clean)
        }
    }

    @Test func `noise alone never amplifies`() {
        let dark = seeds(1...200).map { noisyCurve(midpoint: 1000, noise: 1, seed: $0) }
        #expect(engine.call(dark).allSatisfy { $0.call != .positive })
        #expect(dark.prefix(20).allSatisfy { engine.call([$0])[0].call != .positive })
    }

    /// Falls by a share of its rise each cycle once it has reached its top.
    func hooked(_ share: Double) -> AmplificationCurve {
        noisyCurve(midpoint: 24, noise: 0.02, seed: 4).changed { cycle, value in
            value - 10 * share * max(Double(cycle) - 32, 0)
        }
    }

    @Test(arguments: [0.01, 0.03, 0.05, 0.07]) func `a plateau that falls off moves no Cq`(share: Double) throws {
        let cq = try #require(engine.call([hooked(0)])[0].cq), result = engine.call([hooked(share)])[0]
        #expect(result.call == .positive)
        #expect(abs(try #require(result.cq) - cq) < 0.15)
    }

    @Test func `a signal that climbs and then drops at once is no amplification`() {
        let burst = AmplificationCurve(fluorescence: (1...45).map { $0 < 30 ? 1 + 0.1 * Double($0) : 1 })
        #expect(engine.call([burst])[0].call != .positive)
    }

    @Test
    func `a reaction that rises from the first cycles and creeps is invalid, with its reason and a Cq for orientation`()
        throws
    {
        let creeping = noisyCurve(midpoint: 15, noise: 0.01, seed: 2, efficiency: 1.28)
        let result = engine.call([creeping])[0]
        #expect(result.call == .invalid && result.cq != nil)
        #expect(try #require(result.reason).contains("with hardly a baseline"))
        // The same rise after a baseline is called.
        #expect(engine.call([noisyCurve(midpoint: 28, noise: 0.01, seed: 2, efficiency: 1.28)])[0].call == .positive)
    }
}
