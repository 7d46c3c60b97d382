import Assay
import Foundation
import Quantification
import TestSupport
import Testing

/// A straight line laid on some of a target's curves: what moves, and what is said.
@Suite struct BaselineDriftTests {
    /// Twelve curves of one target, height 10, level baselines.
    static func level(seed: UInt64) -> [AmplificationCurve] {
        (0..<12).map { noisyCurve(midpoint: 16 + 1.5 * Double($0), noise: 0.02, seed: 100 * seed + UInt64($0)) }
    }

    static func drifting(_ curve: AmplificationCurve, by slope: Double) -> AmplificationCurve {
        curve.changed { $1 + 10 * slope * Double($0) }
    }

    func moves(_ curves: [AmplificationCurve], _ slope: Double, where drifts: (Int) -> Bool) throws -> (
        moved: [Double], results: [CqResult]
    ) {
        let before = SigmoidEngine().call(curves)
        let after = SigmoidEngine().call(
            curves.enumerated().map { drifts($0.offset) ? Self.drifting($0.element, by: slope) : $0.element })
        return (try zip(before, after).map { abs(try #require($0.cq) - #require($1.cq)) }, after)
    }

    /// Curves with at least a dozen cycles before the rise; a shorter baseline tells too little of its slope.
    @Test(arguments: [(0.001, 0.05), (-0.001, 0.05), (0.002, 0.1), (-0.002, 0.1), (0.004, 0.2), (-0.004, 0.2)])
    func oneCurveOfFourThatDriftsIsSetRightAndSaid(_ slope: Double, _ allowed: Double) throws {
        var own: [Double] = [], others: [Double] = [], said = 0
        for seed in seeds(1...5) {
            let (moved, results) = try moves(Self.level(seed: seed), slope) { $0 % 4 == 3 }
            for (index, move) in moved.enumerated() {
                if index % 4 == 3 {
                    own.append(move)
                    if results[index].flags.contains(.baselineDrift) { said += 1 }
                } else {
                    others.append(move)
                }
            }
        }
        #expect(own.sorted()[own.count / 2] < allowed)
        #expect(said * 10 >= own.count * 9, "\(said) of \(own.count)")
        #expect((others.max() ?? .infinity) < 0.05)
    }

    @Test func samplesThatAllDriftBesideLevelStandardsAreSetRight() throws {
        for seed in seeds(1...5) {
            let level = Self.level(seed: seed), before = SigmoidEngine().call(level)
            let after = SigmoidEngine().call(
                level.enumerated().map {
                    $0.offset < 4 ? $0.element : Self.drifting($0.element, by: 0.00035 * Double($0.offset - 3))
                })
            for (a, b) in zip(before, after) { #expect(abs(try #require(a.cq) - #require(b.cq)) < 0.1, "seed \(seed)") }
        }
    }

    @Test func aCurveWithADriftOfItsOwnIsLessCertain() throws {
        let (_, results) = try moves(Self.level(seed: 1), 0.002) { $0 == 6 }
        let level = SigmoidEngine().call(Self.level(seed: 1))
        #expect(try #require(results[6].cqSE) > #require(level[6].cqSE))
    }

    @Test func theSlopeAndThePlateauOfACurveAreTold() throws {
        let shape = try #require(
            SigmoidEngine().call(Self.level(seed: 2).map { Self.drifting($0, by: 0.003) })[5].shape)
        #expect(abs(try #require(shape.baselineSlope) - 0.003) < 0.0003)
        #expect(abs(shape.plateau - 10) < 0.3)
        // A baseline that climbs is read early.
        #expect(try #require(shape.cqPerSlope) < 0)
    }

    private static let published = [
        "batsch1", "boggy", "guescini1", "karlen1", "lievens1", "reps", "reps3", "stepone_std", "rutledge",
    ]
    /// Cq of the sets' curves as they are, for all drifts.
    private static let level = Result { try published.map { try DilutionSet($0).curves.map(\.result.cq) } }

    /// The published sets with a drift on every fourth curve: median move of its Cq.
    @Test(
        .enabled(if: SharedData.present, "\(SharedData.absence)"),
        arguments: [(0.001, 0.05), (-0.001, 0.05), (0.002, 0.1), (0.004, 0.2), (-0.004, 0.2)])
    func realCurvesThatDriftMoveLittle(_ slope: Double, _ allowed: Double) throws {
        var moved: [Double] = []
        for (name, level) in zip(Self.published, try Self.level.get()) {
            let drifting = try DilutionSet(name, engine: DriftLaid(slope: slope)).curves
            for (before, b) in zip(level, drifting) where b.result.reason == DriftLaid.mark {
                if let before, let after = b.result.cq { moved.append(abs(after - before)) }
            }
        }
        #expect(moved.count > 50)
        #expect(moved.sorted()[moved.count / 2] < allowed)
    }
}

/// The engine on curves of which every fourth was given a drift of `slope` ranges a cycle.
private struct DriftLaid: CqEngine {
    /// The reason of the results of those curves.
    static let mark = "A drift was laid on this curve."
    let slope: Double

    func call(_ curves: [AmplificationCurve]) -> [CqResult] {
        let drifting = curves.enumerated().map { index, curve in
            let finite = curve.fluorescence.filter(\.isFinite)
            guard index.isMultiple(of: 4), let low = finite.min(), let high = finite.max() else { return curve }
            return curve.changed { $1 + slope * Double($0) * (high - low) }
        }
        return SigmoidEngine().call(drifting).enumerated().map { index, result in
            var result = result
            if index.isMultiple(of: 4) { result.reason = Self.mark }
            return result
        }
    }
}
