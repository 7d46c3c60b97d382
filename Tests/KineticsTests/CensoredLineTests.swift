import Foundation
import Testing

@testable import Kinetics

struct CensoredLineTests {
    private func logLikelihood(_ points: [CensoredPoint], _ intercept: Double, _ slope: Double, _ sigma: Double)
        -> Double
    {
        points.reduce(0) { sum, point in
            let z = (point.y - intercept - slope * point.x) / sigma
            return sum + (point.below ? log(erfc(-z / 2.0.squareRoot()) / 2) : -z * z / 2 - log(sigma))
        }
    }
    private let mixed = [
        CensoredPoint(x: 10, y: 9.1, below: false), CensoredPoint(x: 20, y: 7.7, below: false),
        CensoredPoint(x: 30, y: 7.4, below: false),
        CensoredPoint(x: 45, y: 5.2, below: false), CensoredPoint(x: 60, y: 4, below: true),
        CensoredPoint(x: 80, y: 4, below: true),
    ]

    @Test(
        "Without censored values it is the least-squares line, with the standard error of least squares times √((n − 2)/n)"
    )
    func uncensored() throws {
        let points = mixed.filter { !$0.below }
        let line = try #require(censoredLine(points))
        let expected = try #require(leastSquares(points.map(\.x), points.map(\.y)))
        #expect(abs(line.slope - expected.slope) < 1e-10 && abs(line.intercept - expected.intercept) < 1e-9)
        let sxx = points.reduce(0) { $0 + ($1.x - 26.25) * ($1.x - 26.25) }
        #expect(abs(line.sigma - (expected.residual / 4).squareRoot()) < 1e-9)
        #expect(abs(line.slopeError - line.sigma / sxx.squareRoot()) < 1e-9)
    }

    @Test("No step away from the solution is more likely")
    func maximum() throws {
        let line = try #require(censoredLine(mixed))
        let best = logLikelihood(mixed, line.intercept, line.slope, line.sigma)
        for (a, b, s) in [
            (1e-3, 0, 0), (-1e-3, 0, 0), (0, 1e-4, 0), (0, -1e-4, 0), (0, 0, 1e-3), (0, 0, -1e-3), (1e-3, -3e-5, 0),
        ] {
            #expect(logLikelihood(mixed, line.intercept + a, line.slope + b, line.sigma + s) < best)
        }
    }

    @Test("An exact line is found, and its error is 0")
    func exact() throws {
        let line = try #require(censoredLine([0.0, 1, 2, 3].map { CensoredPoint(x: $0, y: 5 - 2 * $0, below: false) }))
        #expect(abs(line.slope + 2) < 1e-6 && line.sigma < 1e-5)
    }

    @Test("One quantified value, or all on one day, gives no line")
    func degenerate() {
        #expect(censoredLine([mixed[0], mixed[4], mixed[5]]) == nil)
        #expect(censoredLine([mixed[0], mixed[0]]) == nil)
        #expect(censoredLine([]) == nil)
    }

    @Test("Extreme values end in a line of finite numbers or in none")
    func hostile() {
        for y in [1e300, -1e300, 1e-300] {
            if let line = censoredLine(
                mixed + [CensoredPoint(x: 1e6, y: y, below: true), CensoredPoint(x: 1, y: y, below: false)])
            {
                #expect(line.slope.isFinite && line.sigma.isFinite)
            }
        }
    }
}
