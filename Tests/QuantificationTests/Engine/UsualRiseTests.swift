import Assay
import Foundation
import Quantification
import TestSupport
import Testing

/// Curves judged beside the other wells of their target.
@Suite struct UsualRiseTests {
    let engine = SigmoidEngine()
    /// Six wells that amplify, offset 1, height 10, with noise far below an echo.
    let plate = (0..<6).map { noisyCurve(midpoint: 18 + 2 * Double($0), noise: 0.002, seed: UInt64($0 + 1)) }

    /// A well without template that shows a share of its neighbours' light beside its own noise.
    func echo(_ share: Double, seed: UInt64 = 99) -> AmplificationCurve {
        let dark = noisyCurve(midpoint: 1000, noise: 0.002, seed: seed).fluorescence
        return AmplificationCurve(
            fluorescence: dark.indices.map { i in
                dark[i] + share * plate[1...3].reduce(0) { $0 + $1.fluorescence[i] - 1 } / 3
            })
    }

    @Test(arguments: [0.005, 0.01, 0.02, 0.04, 0.055])
    func `a few percent of the neighbours' light is no amplification, however quiet the instrument`(share: Double)
        throws
    {
        let results = engine.call(plate + [echo(share)])
        let result = results[6]
        #expect(result.call == .negative && result.cq == nil)
        if share >= 0.01 { #expect(try #require(result.reason).contains("of what this target's wells usually reach")) }
        #expect(Array(results.prefix(6)) == engine.call(plate))
    }

    @Test func `a well whose plateau is a quarter of the usual amplified`() throws {
        let weak = echo(0.25)
        #expect(engine.call(plate + [weak])[6].call == .positive)
    }

    @Test func `more echoes than wells that amplified change nothing`() {
        let calls = engine.call(Array(plate.prefix(2)) + (0..<5).map { echo(0.03, seed: $0 + 7) }).map(\.call)
        #expect(calls == [.positive, .positive] + [AmplificationCall](repeating: .negative, count: 5))
    }

    @Test func `one well that shines a hundredfold puts out no other`() {
        let bright = plate[0].changed { 100 * $1 }
        #expect(engine.call(plate + [bright]).allSatisfy { $0.call == .positive })
    }

    @Test(arguments: [44.0, 46, 48])
    func `a rise in the last cycles is amplification, flagged late, with its Cq inside the run`(midpoint: Double) throws
    {
        let result = engine.call(plate + [noisyCurve(midpoint: midpoint, noise: 0.002, seed: 5)])[6]
        #expect(result.call == .positive)
        #expect(result.flags.contains(.lateCq) && result.flags.contains(.noPlateau))
        let cq = try #require(result.cq), se = try #require(result.cqSE)
        // A growth of 1.9 takes ln(0.85/0.15)/ln 1.9 = 2.7 cycles from 15 % to half of the plateau.
        #expect(abs(cq - min(midpoint - 2.7, 45)) < 2 * se && se < 3)
    }

    @Test func `a curve cut before its plateau keeps the Cq that the whole one has`() throws {
        func cut(_ curve: AmplificationCurve) -> AmplificationCurve {
            AmplificationCurve(fluorescence: Array(curve.fluorescence.prefix(36)))
        }
        let late = noisyCurve(midpoint: 36.5, noise: 0.002, seed: 8)
        let whole = try #require(engine.call(plate + [late])[6].cq), short = engine.call((plate + [late]).map(cut))[6]
        #expect(short.call == .positive && short.flags.contains(.noPlateau))
        #expect(abs(try #require(short.cq) - whole) < 0.5)
    }

    @Test func `a rise after the run's end has its Cq at the last cycle and says so`() throws {
        let result = engine.call(plate + [noisyCurve(midpoint: 48.5, noise: 0.0002, seed: 5)])[6]
        #expect(result.call == .positive && result.cq == 45)
        #expect(try #require(result.reason).contains("as the run ends"))
    }

    @Test func `a late rise alone on its plate is amplification too`() throws {
        let result = engine.call([noisyCurve(midpoint: 47, noise: 0.002, seed: 5)])[0]
        #expect(result.call == .positive && result.flags.contains(.lateCq))
        #expect(try #require(result.cq) <= 45)
    }

    @Test func `a replay ends with the same calls`() throws {
        let curves = plate + [echo(0.03), noisyCurve(midpoint: 47, noise: 0.002, seed: 5)]
        #expect(try #require(replay(curves)).map(\.result) == engine.call(curves))
    }
}
