import Assay
import Quantification
import Testing

@Suite struct LiveRunTests {
    let curves = (0..<4).map { noisyCurve(midpoint: 20 + 3 * Double($0), noise: 0.03, seed: UInt64($0)) }

    @Test func theLastCycleGivesExactlyTheBatchResult() {
        var run = LiveRun(curves: curves.count, cyclesPlanned: 45, engine: SigmoidEngine())
        var beliefs: [LiveBelief] = []
        for cycle in 0..<45 { beliefs = run.add(curves.map { $0.fluorescence[cycle] }) }
        #expect(run.isOver)
        #expect(beliefs == SigmoidEngine().call(curves).map { .final($0) })
    }

    @Test func noCallIsMadeBeforeTheSignalRises() {
        var run = LiveRun(curves: curves.count, cyclesPlanned: 45, engine: SigmoidEngine())
        for cycle in 0..<12 {
            for belief in run.add(curves.map { $0.fluorescence[cycle] }) {
                guard case .noCallYet(let why) = belief else { Issue.record("called at cycle \(cycle + 1)"); continue }
                #expect(!why.isEmpty)
            }
        }
    }

    @Test func theReplayTellsWhenTheCallWasSafe() throws {
        for (curve, safe) in zip(curves, try #require(replay(curves))) {
            let cq = try #require(safe.result.cq)
            let cycle = try #require(safe.cycle)
            #expect(Double(cycle) > cq && cycle < curve.lastCycle)
            #expect(try #require(safe.cqMoved) < 0.5)
            #expect(abs(try #require(safe.believed?.cq) - cq) <= safe.cqMoved ?? 0)
        }
    }

    @Test func curvesOfDifferentLengthAndStartEndExactlyAtTheBatchResult() throws {
        let uneven = [
            curves[0], AmplificationCurve(fluorescence: Array(curves[1].fluorescence.dropFirst(3)), firstCycle: 4),
            AmplificationCurve(fluorescence: Array(curves[2].fluorescence.dropLast(5))),
            AmplificationCurve(fluorescence: []),
            AmplificationCurve(
                fluorescence: curves[3].fluorescence.enumerated().map { $0.offset == 20 ? .nan : $0.element }),
        ]
        #expect(try #require(replay(uneven)).map(\.result) == SigmoidEngine().call(uneven))
    }

    @Test func aBeliefThatIsTakenBackIsCountedAndNotSafe() throws {
        /// Believes in amplification at the cycles told.
        struct Wavering: CqEngine {
            let cycles: Set<Int>
            func call(_ curves: [AmplificationCurve]) -> [CqResult] {
                curves.map {
                    cycles.contains($0.lastCycle)
                        ? CqResult(call: .positive, cq: Double($0.lastCycle) / 10) : CqResult(call: .negative)
                }
            }
        }
        let curve = AmplificationCurve(fluorescence: [Double](repeating: 1, count: 12))
        let safe = try #require(replay([curve], engine: Wavering(cycles: [3, 4, 6, 9, 10, 11, 12]))?.first)
        #expect(safe.cycle == 9 && safe.withdrawn == 2 && safe.believed?.cq == 0.9)
        #expect(abs(try #require(safe.cqMoved) - 0.3) < 1e-12)
        let never = try #require(replay([curve], engine: Wavering(cycles: [8, 9, 10, 11]))?.first)
        #expect(never.cycle == nil && never.withdrawn == 1 && never.believed == nil && never.cqMoved == nil)
    }

    @Test func aRunOfTooManyCyclesIsNotReplayed() {
        #expect(replay([AmplificationCurve(fluorescence: [Double](repeating: 3, count: replayCyclesMax + 1))]) == nil)
        #expect(
            replay([AmplificationCurve(fluorescence: [1]), AmplificationCurve(fluorescence: [1], firstCycle: 10_000)])
                == nil)
    }

    @Test func aFlatCurveIsNeverSafe() throws {
        let flat = AmplificationCurve(fluorescence: [Double](repeating: 3, count: 40))
        let safe = try #require(replay([flat])?.first)
        #expect(safe.cycle == nil && safe.withdrawn == 0)
        #expect(safe.result.call == .negative)
        #expect(replay([]) == [])
    }
}
