// A replayed analysis is the plain one, and says besides when each call was safe.
import Assay
import Quantification
import RunFormats
import TestSupport
import Testing

@Suite struct LiveCallTests {
    /// Three wells that amplify, an excluded one, one that stays flat and one without a curve.
    static func run(cycleSeconds: [Double] = [], endSeconds: Double? = nil) -> Run {
        let flat = AmplificationCurve(fluorescence: (1...45).map { $0.isMultiple(of: 2) ? 1.001 : 1 })
        let rising: [AmplificationCurve] = (0..<4).map {
            noisyCurve(midpoint: 20 + 3 * Double($0), noise: 0.02, seed: UInt64($0))
        }
        var curves: [AmplificationCurve?] = rising
        curves += [flat, nil]
        let reactions = curves.enumerated().compactMap { index, curve in
            WellPosition(row: 0, column: index).map {
                Reaction(
                    position: $0, sampleName: "P01 D\(index)", sampleID: "\(index)", sampleType: .unknown,
                    target: "BCMA-CAR-T", dye: "FAM",
                    excluded: index == 3, amplification: curve)
            }
        }
        return Run(
            format: .lc96, identity: RunIdentity(id: "r", serial: "1", started: "2026-05-14T10:00:00"), instrument: nil,
            software: nil, saved: nil, cycles: 45,
            cycleSeconds: cycleSeconds, endSeconds: endSeconds, reactions: reactions, findings: [])
    }

    static func replayed(_ run: Run) -> RunAnalysis {
        analyse(run, settings: AssaySettings(), naming: SampleNaming(), replayed: true)
    }

    /// The analysis without what the replay adds.
    static func plain(_ analysis: RunAnalysis) -> [WellAnalysis] {
        analysis.wells.map { well in
            var well = well
            well.live = nil
            return well
        }
    }

    @Test func `a replay changes nothing of the analysis`() {
        let once = analyse(Self.run(), settings: AssaySettings(), naming: SampleNaming())
        let replayed = Self.replayed(Self.run())
        #expect(Self.plain(replayed) == once.wells)
        #expect(
            replayed.samples == once.samples && replayed.targets == once.targets && replayed.quality == once.quality)
        #expect(once.wells.allSatisfy { $0.live == nil })
    }

    @Test func `minutes count from the reading of the safe cycle to the end of the run`() throws {
        let seconds: [Double] = (1...45).map { Double(240 + 100 * $0) }
        let wells = Self.replayed(Self.run(cycleSeconds: seconds, endSeconds: 5000)).wells
        for well in wells.prefix(4) {
            let live = try #require(well.live)
            let cycle = try #require(live.safeCycle)
            let minutes: Double = (5000 - seconds[cycle - 1]) / 60
            #expect(live.minutesSaved == minutes)
            let before = try #require(live.cq), atEnd = try #require(well.result.cq), moved = try #require(live.cqMoved)
            #expect(abs(before - atEnd) <= moved)
            let standardError = try #require(live.cqSE)
            #expect(standardError > 0 && live.reason == nil)
        }
    }

    @Test func `what is not known has its reason`() throws {
        let wells = Self.replayed(Self.run()).wells
        #expect(wells[0].live?.safeCycle != nil && wells[0].live?.minutesSaved == nil)
        #expect(wells[0].live?.reason?.contains("does not say when") == true)
        #expect(wells[4].live == LiveCall(reason: "Only the last cycle tells that nothing amplifies."))
        #expect(wells[5].live == nil)
    }
}

@Suite(.enabled(if: SharedData.present, "\(SharedData.absence)")) struct RealReplayTests {
    @Test func `a real plate's last cycle gives exactly its analysis, and its calls were safe long before the end`()
        throws
    {
        let run = try #require(try readRuns(SharedData.bytes("lc96/li_aqfl2_plate1.lc96p")).first)
        let replayed = LiveCallTests.replayed(run)
        #expect(LiveCallTests.plain(replayed) == analyse(run, settings: AssaySettings(), naming: SampleNaming()).wells)
        let safe = replayed.wells.compactMap(\.live).filter { $0.safeCycle != nil }
        #expect(safe.count >= 60)
        #expect(safe.allSatisfy { ($0.minutesSaved ?? 0) > 3 && $0.cq != nil && $0.cqSE != nil })
    }
}
