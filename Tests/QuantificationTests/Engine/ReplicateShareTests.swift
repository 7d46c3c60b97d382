import Assay
import Quantification
import Testing

@Suite struct ReplicateShareTests {
    /// Pairs of one quantity each, from early to late.
    static func pairs(_ number: Int, lower: (Double) -> AmplificationCurve) -> (
        curves: [AmplificationCurve], replicates: [Int?]
    ) {
        var curves: [AmplificationCurve] = []
        for pair in 0..<number {
            let midpoint = 16 + 1.5 * Double(pair)
            curves += [logisticCurve(midpoint: midpoint, height: 10), lower(midpoint)]
        }
        return (curves, (0..<2 * number).map { $0 / 2 })
    }

    func differences(_ results: [CqResult]) throws -> [Double] {
        try stride(from: 0, to: results.count, by: 2).map {
            try #require(results[$0].cq) - #require(results[$0 + 1].cq)
        }
    }

    @Test func `replicates that start alike and end at half the plateau are read alike once they are known as such`()
        throws
    {
        // Half the plateau one cycle earlier: the early phase is the same to the digit.
        let (curves, replicates) = Self.pairs(10) { logisticCurve(midpoint: $0 - 1, height: 5) }
        let alone = try differences(SigmoidEngine().call(curves)),
            together = try differences(SigmoidEngine().call(curves, replicates: replicates))
        for (before, after) in zip(alone, together) { #expect(before > 0.9 && abs(after) < 0.4) }
    }

    @Test func `replicates that differ by gain alone stay where they are`() throws {
        let (curves, replicates) = Self.pairs(10) { logisticCurve(midpoint: $0, height: 5) }
        for difference in try differences(SigmoidEngine().call(curves, replicates: replicates)) {
            #expect(abs(difference) < 0.01)
        }
    }

    @Test func `few replicates, or none, change nothing`() {
        let (curves, replicates) = Self.pairs(7) { logisticCurve(midpoint: $0 - 1, height: 5) }
        let engine = SigmoidEngine()
        #expect(engine.call(curves, replicates: replicates) == engine.call(curves))
        #expect(engine.call(curves, replicates: curves.map { _ in nil }) == engine.call(curves))
    }
}
