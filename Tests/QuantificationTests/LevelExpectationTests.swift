@testable import Quantification
import Foundation
import Testing

@Suite struct LevelExpectationTests {
    private func level(_ quantity: Double, _ cqs: [Double]) -> StandardLevel {
        StandardLevel(quantity: quantity, cqs: cqs, negatives: 0, invalid: 0, excluded: 0)
    }

    private var line: ExpectedLine {
        get throws {
            try #require(
                ExpectedLine(
                    (2...7).map {
                        LevelExpectation(
                            level(pow(10, Double($0)), [38 - 3.35 * Double($0), 38 - 3.35 * Double($0)]),
                            moleculesPerUnit: 1)
                    }))
        }
    }

    @Test func `ten molecules may come half a cycle early, ten thousand may not`() throws {
        let line = try line
        func exceeds(_ quantity: Double, _ early: Double, _ molecules: Double?) -> Bool {
            let cq = line.cq(atLogQuantity: log10(quantity)) - early
            return LevelExpectation(level(quantity, [cq, cq]), moleculesPerUnit: molecules).deviationExceedsChance(
                from: line)
        }
        #expect(!exceeds(10, 0.5, 1) && exceeds(10, 1.2, 1))
        #expect(exceeds(1e4, 0.5, 1) && !exceeds(1e4, 0.1, 1))
        // A unit that tells no molecules lets counting explain nothing.
        #expect(exceeds(10, 0.5, nil))
        // Few molecules lack more easily than they abound: late is forgiven further than early.
        #expect(!exceeds(10, -0.95, 1) && exceeds(10, 0.95, 1))
    }

    @Test func `two wells of ten molecules may lie a cycle apart, two of ten thousand may not`() {
        func exceeds(_ quantity: Double, _ apart: Double) -> Bool {
            LevelExpectation(level(quantity, [30, 30 + apart]), moleculesPerUnit: 1).scatterExceedsChance
        }
        #expect(!exceeds(10, 1) && exceeds(10, 2.5))
        #expect(exceeds(1e4, 1) && !exceeds(1e4, 0.3))
        #expect(!LevelExpectation(level(10, [30]), moleculesPerUnit: 1).scatterExceedsChance)
    }
}
