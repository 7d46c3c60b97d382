import Assay
import Foundation
import Quantification
import TestSupport
import Testing

@Suite struct SigmoidEngineTests {
    let engine = SigmoidEngine()
    func one(_ curve: AmplificationCurve) -> CqResult { engine.call([curve])[0] }

    @Test func aFactorOfTwoIsOneCycleAtEfficiencyTwo() throws {
        let cqs = try stride(from: 15.0, through: 30, by: 1).map { try #require(one(logisticCurve(midpoint: $0)).cq) }
        for (earlier, later) in zip(cqs, cqs.dropFirst()) { #expect(abs(later - earlier - 1) < 1e-4) }
    }

    @Test func anOffsetOrAGainChangesNoCq() throws {
        for seed in seeds(1...10) {
            let curve = noisyCurve(midpoint: 18 + Double(seed), noise: 0.1, seed: seed)
            let cq = try #require(one(curve).cq)
            for gain in [1e-6, 0.3, 7, 1e5] {
                for offset in [-100.0, 0, 3, 40] {
                    let moved = try #require(one(curve.changed { gain * ($1 + offset) }).cq)
                    #expect(abs(moved - cq) <= 1e-9, "gain \(gain), offset \(offset)")
                }
            }
        }
    }

    @Test func theOrderOfTheWellsChangesNothing() {
        let curves = (1...12 as ClosedRange<UInt64>).map {
            noisyCurve(midpoint: 14 + 2 * Double($0), noise: 0.08, seed: $0)
        }
        let forward = engine.call(curves), backward = engine.call(curves.reversed())
        for (a, b) in zip(forward, backward.reversed()) {
            #expect(a.call == b.call)
            #expect(abs((a.cq ?? 0) - (b.cq ?? 0)) <= 1e-9)
        }
    }

    @Test func aMissingCycleMovesTheCqLittle() throws {
        let curve = noisyCurve(midpoint: 24, noise: 0.05, seed: 3)
        let cq = try #require(one(curve).cq)
        for missing in 15...30 {
            let result = one(curve.changed { $0 == missing ? .nan : $1 })
            let moved = try #require(result.cq)
            #expect(abs(moved - cq) <= 0.1, "cycle \(missing)")
            #expect(result.flags.contains(.missingCycles))
        }
    }

    @Test func cyclesCountAsTheCurveCountsThem() throws {
        let curve = logisticCurve(midpoint: 22)
        let fromZero = AmplificationCurve(fluorescence: curve.fluorescence, firstCycle: 0)
        let a = try #require(one(curve).cq), b = try #require(one(fromZero).cq)
        #expect(abs(a - b - 1) < 1e-12)
    }

    static let withoutAmplification: [[Double]] = {
        var curves: [[Double]] = [[], [1], [1, 2, 3, 4, 5]]
        for value in [Double.nan, .infinity, 5, 0] { curves.append([Double](repeating: value, count: 45)) }
        curves.append((0..<40).map { (i: Int) -> Double in i.isMultiple(of: 2) ? 1e308 : -1e308 })
        curves.append((0..<45).map { (i: Int) -> Double in 1 + 0.25 * Double(i) })
        curves.append((0..<45).map { (i: Int) -> Double in i == 20 ? 50 : 1 })
        curves.append((0..<400).map { (i: Int) -> Double in sin(Double(i)) })
        return curves
    }()

    @Test(arguments: withoutAmplification)
    func aCurveWithoutAmplificationGetsAReasonAndNoCq(_ values: [Double]) throws {
        let result = one(AmplificationCurve(fluorescence: values))
        #expect(result.call != .positive)
        #expect(result.cq == nil && result.cqSE == nil && result.n0 == nil)
        let reason = try #require(result.reason)
        #expect(!reason.isEmpty)
    }

    @Test func aLongCurveIsCalled() throws {
        let curve = AmplificationCurve(fluorescence: (1...10_000).map { 1 / (1 + exp(-0.6 * (Double($0) - 5_000))) })
        let cq = try #require(one(curve).cq)
        #expect((4_990...5_000).contains(cq))
    }
}

/// Curves that an instrument or a pipette spoiled in a way a person would see through.
@Suite struct SpoiledCurveTests {
    static let curve = noisyCurve(midpoint: 24, noise: 0.03, seed: 5)

    func moved(_ change: (Int, Double) -> Double) throws -> Double {
        let before = try #require(SigmoidEngine().call([Self.curve])[0].cq)
        let result = SigmoidEngine().call([Self.curve.changed(change)])[0]
        #expect(result.call == .positive)
        return abs(try #require(result.cq) - before)
    }

    @Test(arguments: [5, 20, 22, 24, 40], [-5.0, 3, 30])
    func aSpikeOfOneCycleHardlyMovesTheCq(_ cycle: Int, _ size: Double) throws {
        #expect(try moved { $0 == cycle ? $1 + size : $1 } < 0.05)
    }

    @Test func aFirstCycleThatIsTooHighDoesNotCount() throws {
        #expect(try moved { $0 == 1 ? $1 + 3 : $1 } < 0.02)
    }

    @Test func aSettlingBaselineMovesTheCqLittle() throws {
        #expect(try moved { $1 + 2 * exp(-Double($0) / 3) } < 0.3)
    }

    @Test(arguments: [-0.1, -0.05, 0.03, 0.05]) func aBaselineThatDriftsMovesTheCqLittleAndIsSaid(_ perCycle: Double)
        throws
    {
        #expect(try moved { $1 + perCycle * Double($0) } < 0.1)
        let result = SigmoidEngine().call([Self.curve.changed { $1 + perCycle * Double($0) }])[0]
        #expect(result.flags.contains(.baselineDrift) && result.reason?.contains("drift") == true)
        #expect(!SigmoidEngine().call([Self.curve])[0].flags.contains(.baselineDrift))
    }

    @Test func oneDriftingCurveAmongLevelOnesIsSetRightAndMovesNoOther() throws {
        let level = (0..<6).map { noisyCurve(midpoint: 18 + 2 * Double($0), noise: 0.03, seed: UInt64($0)) }
        let before = SigmoidEngine().call(level)
        let after = SigmoidEngine().call([level[0].changed { $1 - 0.1 * Double($0) }] + level.dropFirst())
        for (a, b) in zip(before, after) { #expect(abs(try #require(a.cq) - #require(b.cq)) < 0.1) }
        #expect(after.map { $0.flags.contains(.baselineDrift) } == [true, false, false, false, false, false])
    }

    @Test func aHookMovesTheCqLittle() throws {
        #expect(try moved { $0 > 32 ? $1 - 0.1 * Double($0 - 32) : $1 } < 0.2)
    }
}
