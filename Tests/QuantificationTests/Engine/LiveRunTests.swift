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
        for (curve, safe) in zip(curves, replay(curves)) {
            let cq = try #require(safe.result.cq)
            let cycle = try #require(safe.cycle)
            #expect(Double(cycle) > cq && cycle < curve.lastCycle)
            #expect(try #require(safe.cqMoved) < 0.5)
        }
    }

    @Test func aFlatCurveIsNeverSafe() {
        let flat = AmplificationCurve(fluorescence: [Double](repeating: 3, count: 40))
        #expect(replay([flat]).map(\.cycle) == [nil])
        #expect(replay([flat])[0].result.call == .negative)
        #expect(replay([]).isEmpty)
    }
}
