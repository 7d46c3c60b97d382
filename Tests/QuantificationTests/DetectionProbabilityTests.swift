import Assay
import Foundation
@testable import Quantification
import TestSupport
import Testing

@Suite struct DetectionProbabilityTests {
    private func level(_ quantity: Double, _ detected: Int, of replicates: Int) -> DilutionLevel {
        DilutionLevel(quantity: quantity, cqs: [Double](repeating: 30, count: detected), replicates: replicates)
    }

    /// λ = 1 and b = 1: 95 % are detected at −ln .05 = 2.996 molecules.
    @Test func `Shares of counted molecules give the quantity of a Poisson curve`() throws {
        let levels = [(10.0, 1000), (3, 950), (1, 632), (0.3, 259)].map { level($0, $1, of: 1000) }
        let found = try #require(DetectionProbability(levels, share: 0.95).quantity())
        #expect(abs((found.quantity ?? 0) - 2.996) < 0.1)
        #expect((found.low ?? 0) < 2.996 && (found.high ?? 0) > 2.996)
    }

    @Test func `The interval holds the truth in about 95 of 100 series`() {
        var numbers = SeededNumbers(seed: 20_261_128)
        var holds = 0, series = 0
        for (steepness, quantities) in [
            (1.0, [100.0, 10, 3, 1, 0.3]), (0.7, [100, 10, 3, 1, 0.3]), (1, [1000, 100, 10, 1]),
        ] {
            let truth = pow(-log(0.05), 1 / steepness)
            for _ in 0..<70 {
                let levels = quantities.map { quantity in
                    level(
                        quantity,
                        (0..<20).count { _ in
                            Double.random(in: 0..<1, using: &numbers) < 1 - exp(-pow(quantity, steepness))
                        }, of: 20)
                }
                guard let found = DetectionProbability(levels, share: 0.95).quantity() else { continue }
                series += 1
                if truth >= found.low ?? 0, truth <= found.high ?? .infinity { holds += 1 }
            }
        }
        let share = Double(holds) / Double(series)
        #expect(series > 200 && share >= 0.92, "\(holds) of \(series)")
    }

    @Test func `Levels detected throughout or not at all still bound the quantity`() throws {
        let apart = try #require(
            DetectionProbability([level(100, 20, of: 20), level(10, 20, of: 20), level(1, 0, of: 20)], share: 0.95)
                .quantity())
        #expect((apart.low ?? 0) > 1 && (apart.low ?? 0) < (apart.high ?? 0) && (apart.high ?? .infinity) < 100)
        let all = try #require(
            DetectionProbability([level(100, 20, of: 20), level(10, 20, of: 20)], share: 0.95).quantity())
        #expect(all.quantity == nil && all.low == nil && (all.high ?? .infinity) < 100)
        #expect(DetectionProbability([level(10, 0, of: 20)], share: 0.95).quantity() == nil)
        #expect(DetectionProbability([], share: 0.95).quantity() == nil)
    }
}
