import Testing

@testable import Statistics

struct MeanTests {
    @Test("There is no mean of nothing, and no deviation of one number")
    func few() {
        #expect(mean([Double]()) == nil && standardDeviation([Double]()) == nil)
        #expect(mean([3]) == 3 && standardDeviation([3]) == nil)
        #expect(standardDeviation([5, 5, 5]) == 0)
    }

    // NIST's Statistical Reference Datasets, univariate summary statistics, certified to 15 digits: NumAcc1, NumAcc2.
    @Test("Mean and deviation agree with NIST's certified values")
    func certified() throws {
        let one = [10_000_001.0, 10_000_003, 10_000_002]
        #expect(mean(one) == 10_000_002 && standardDeviation(one) == 1)
        let two = [1.2] + (0..<500).flatMap { _ in [1.1, 1.3] }
        #expect(abs(try #require(mean(two)) - 1.2) < 1e-13)
        #expect(abs(try #require(standardDeviation(two)) - 0.1) < 1e-13)
    }
}
