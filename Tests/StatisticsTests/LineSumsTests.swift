import Testing

@testable import Statistics

struct LineSumsTests {
    private let y = [2.1, 3.9, 6.2, 7.8, 10.1]

    private func sums(_ weights: [Double], shift: Double = 0) -> LineSums {
        LineSums(y.indices.map { (x: Double($0 + 1) + shift, y: y[$0], weight: weights[$0]) })
    }

    /// scipy 1.17.1: `stats.linregress(x, y)`; numpy 2.4.6: `polyfit(x, y, 1, w=sqrt([1, 2, 1, 0.5, 1]))`.
    @Test("The line is scipy's without weights, numpy's with them")
    func line() {
        let plain = sums([1, 1, 1, 1, 1])
        #expect(abs(plain.slope - 1.99) < 1e-13 && abs(plain.intercept - 0.05) < 1e-13)
        let weighted = sums([1, 2, 1, 0.5, 1])
        #expect(abs(weighted.slope - 2.012612612612613) < 1e-13)
        #expect(abs(weighted.intercept - -0.01621621621621781) < 1e-13)
    }

    @Test("Points far from zero lose no digits")
    func far() {
        #expect(abs(sums([1, 1, 1, 1, 1], shift: 1e8).slope - 1.99) < 1e-12)
    }

    @Test("Points at one x have no slope")
    func none() {
        #expect(!LineSums([(x: 1.0, y: 1.0, weight: 1.0), (x: 1.0, y: 2.0, weight: 1.0)]).slope.isFinite)
    }
}
