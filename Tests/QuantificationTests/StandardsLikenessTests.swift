import Assay
import Foundation
import Testing

@testable import Quantification

/// Samples whose curves look otherwise than the standards'.
@Suite struct StandardsLikenessTests {
    /// Scripted Cq, with the plateau and the slope that a sample's name asks for.
    private struct ShapedEngine: CqEngine {
        func call(_ curves: [AmplificationCurve]) -> [CqResult] {
            ScriptedEngine().call(curves).enumerated().map { index, result in
                var result = result
                let curve = curves[index].fluorescence
                guard result.cq != nil, curve.count == 3 else { return result }
                result.shape = CurveShape(plateau: curve[1], baselineSlope: curve[2], cqPerSlope: -160)
                return result
            }
        }
    }

    /// A clean plate of plateaus about 10 and level baselines, and one sample of three wells.
    private func sample(plateau: Double = 10, slope: Double = 0) throws -> SampleAnalysis {
        var plate = PlateBuilder.clean()
        plate.sample("P01 D14", [25.9, 26, 26.1])
        plate.reactions = plate.reactions.enumerated().map { index, reaction in
            var shaped = reaction
            guard let cq = reaction.amplification?.fluorescence.first, reaction.target == PlateBuilder.target else {
                return reaction
            }
            let own = reaction.sampleType == .unknown
            shaped.amplification = AmplificationCurve(
                fluorescence: [
                    cq, (own ? plateau : 10) * (index.isMultiple(of: 2) ? 1.03 : 0.97),
                    (own ? slope : 0) + (index.isMultiple(of: 2) ? 5e-5 : -5e-5),
                ])
            return shaped
        }
        return try #require(plate.analysed(ShapedEngine()).sample("P01 D14"))
    }

    private func width(_ sample: SampleAnalysis) throws -> Double {
        log10(try #require(sample.high) / #require(sample.low))
    }

    @Test func aSampleLikeTheStandardsIsNotFlagged() throws {
        let flags = try sample().flags
        #expect(!flags.contains(.plateauMismatch) && !flags.contains(.baselineMismatch))
    }

    @Test func aPlateauUnlikeTheStandardsIsSaidAndTheIntervalHoldsBothReadings() throws {
        let usual = try sample(), early = try sample(plateau: 7)
        #expect(early.flags.contains(.plateauMismatch))
        let other = log10(1 / 0.7) / log10(1.95) / 3.35
        let copies = try #require(early.copies), low = try #require(early.low), high = try #require(early.high)
        #expect(copies == usual.copies)
        #expect(log10(high / copies) > other && log10(copies / low) > other)
        #expect(try width(early) > 1.5 * width(usual))
        #expect(try sample(plateau: 14).flags.contains(.plateauMismatch))
    }

    @Test func aBaselineThatSlopesOtherwiseIsSaidAndWidensTheInterval() throws {
        let usual = try sample(), drifting = try sample(slope: 0.003)
        #expect(drifting.flags.contains(.baselineMismatch))
        #expect(try width(drifting) > width(usual))
        #expect(try sample(slope: -0.003).flags.contains(.baselineMismatch))
    }

    @Test func fewStandardsSayNothing() {
        let result = CqResult(
            call: .positive, cq: 20, cqSE: 0.1, efficiency: 1.95,
            shape: CurveShape(plateau: 10, baselineSlope: 0, cqPerSlope: -100))
        #expect(StandardsLikeness(Array(repeating: result, count: LikenessLimits.standardsMin - 1)) == nil)
        #expect(StandardsLikeness(Array(repeating: result, count: LikenessLimits.standardsMin)) != nil)
    }

    @Test func aPlateauThatIsNotInViewIsNotJudged() throws {
        func result(plateau: Double, flags: [Flag] = []) -> CqResult {
            CqResult(
                call: .positive, cq: 20, cqSE: 0.1, efficiency: 1.95, flags: flags,
                shape: CurveShape(plateau: plateau, baselineSlope: 0, cqPerSlope: -100))
        }
        let likeness = try #require(
            StandardsLikeness(Array(repeating: result(plateau: 10), count: LikenessLimits.standardsMin)))
        #expect(likeness.plateauVariance(result(plateau: 5)) != nil)
        #expect(likeness.plateauVariance(result(plateau: 5, flags: [.noPlateau])) == nil)
    }
}
