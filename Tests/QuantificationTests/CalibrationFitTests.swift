@testable import Quantification
import Foundation
import Statistics
import Testing

@Suite struct CalibrationFitTests {
    @Test func `equal scatter everywhere gives the plain least squares line`() throws {
        let cqs = [20.05, 19.95, 23.4, 23.3, 26.65, 26.75, 30.1, 30.0, 33.3, 33.4]
        let points = cqs.enumerated().map { CalibrationPoint(logQuantity: 5 - Double($0 / 2), cq: $1, molecules: nil) }
        let fit = try #require(CalibrationFit(points, dilutionError: 0))
        let n = Double(cqs.count)
        let meanX = points.reduce(0) { $0 + $1.logQuantity } / n, meanY = cqs.reduce(0, +) / n
        let sxy = points.reduce(0) { $0 + ($1.logQuantity - meanX) * ($1.cq - meanY) },
            sxx = points.reduce(0) { $0 + pow($1.logQuantity - meanX, 2) }
        #expect(abs(fit.slope - sxy / sxx) < 1e-12)
        #expect(fit.lowEndRatio == 0)
    }

    @Test func `a low end that scatters more weighs less`() throws {
        let offsets = [0.01, -0.02, 0.02, -0.01, 0.01, -0.01, 0.02, -0.02, 0.9, 0.1]
        let points = offsets.enumerated().map { index, offset -> CalibrationPoint in
            let step = Double(index / 2)
            return CalibrationPoint(logQuantity: 5 - step, cq: 21 + 3.3 * step + offset, molecules: nil)
        }
        let fit = try #require(CalibrationFit(points, dilutionError: 0))
        #expect(fit.lowEndRatio > 0)
        #expect(abs(fit.slope + 3.3) < 0.02)
        #expect(fit.variance(atLogQuantity: 1, molecules: nil) > 4 * fit.variance(atLogQuantity: 4, molecules: nil))
    }

    @Test func `few molecules widen the interval by their counting error`() throws {
        let points = (0..<21).map { index -> CalibrationPoint in
            let step = Double(index / 3), offset = 0.05 * Double(index % 3 - 1)
            return CalibrationPoint(logQuantity: step, cq: 38 - 3.3 * step + offset, molecules: nil)
        }
        let fit = try #require(CalibrationFit(points, dilutionError: 0))
        let cq = fit.cq(atLogQuantity: 1)
        let counted = try #require(fit.inversePrediction(cqs: [cq, cq, cq], moleculesPerUnit: 1))
        let uncounted = try #require(fit.inversePrediction(cqs: [cq, cq, cq], moleculesPerUnit: nil))
        let width = { (p: InversePrediction) -> Double in (p.high ?? .nan) - (p.low ?? .nan) }
        // Three wells of ten molecules: ln has a standard error of √(1/30), on log10 0.079; ± 2.1 of them.
        #expect((0.28...0.40).contains(width(counted)))
        #expect(width(counted) > 4 * width(uncounted))
    }

    @Test func `Fieller's interval is the set of quantities that the data do not contradict`() throws {
        let points = [(3.0, 28.3), (3, 27.9), (4, 24.6), (4, 25.1), (5, 21.4), (5, 21.7)].map {
            CalibrationPoint(logQuantity: $0.0, cq: $0.1, molecules: nil)
        }
        let fit = try #require(CalibrationFit(points, dilutionError: 0))
        let estimate = try #require(fit.inversePrediction(cqs: [26.4], moleculesPerUnit: nil))
        let t = try #require(studentTQuantile(0.975, degreesOfFreedom: 3))
        for bound in [try #require(estimate.low), try #require(estimate.high)] {
            let residual = 26.4 - fit.cq(atLogQuantity: bound)
            // One well, and the line of three pairs: at their mean a sixth of a well, its slope by Σ(x − x̄)² = 4.
            let variance = fit.scatter * (1 + 1.0 / 6 + pow(bound - 4, 2) / 4)
            #expect(abs(residual * residual / variance - t * t) < 1e-6)
        }
    }

    @Test func `points that make no falling line give no fit, and two points no interval`() throws {
        func fit(_ points: [(Double, Double)]) -> CalibrationFit? {
            CalibrationFit(
                points.map { CalibrationPoint(logQuantity: $0.0, cq: $0.1, molecules: nil) }, dilutionError: 0)
        }
        #expect(
            fit([]) == nil && fit([(1, 20)]) == nil && fit([(1, 20), (1, 21)]) == nil && fit([(1, 20), (2, 24)]) == nil)
        let two = try #require(fit([(1, 24), (2, 20)]))
        #expect(try #require(two.inversePrediction(cqs: [22], moleculesPerUnit: nil)).low == nil)
        #expect(two.inversePrediction(cqs: [], moleculesPerUnit: nil) == nil)
    }

    @Test
    func `an error of the dilutions widens the interval, and a plate whose levels lie off its line widens it further`()
        throws
    {
        func width(_ offs: [Double], dilutionError: Double) throws -> Double {
            let points = offs.indices.flatMap { step in
                [-0.02, 0.02].map {
                    CalibrationPoint(
                        logQuantity: Double(6 - step), cq: 18 + 3.32 * Double(step) + offs[step] + $0, molecules: nil)
                }
            }
            let fit = try #require(CalibrationFit(points, dilutionError: dilutionError))
            let estimate = try #require(fit.inversePrediction(cqs: [28, 28.02, 27.98], moleculesPerUnit: nil))
            return try #require(estimate.high) - (try #require(estimate.low))
        }
        let straight = [0.0, 0, 0, 0, 0, 0], bent = [0.0, 0.15, -0.1, 0.1, -0.15, 0.1]
        let exact = try width(straight, dilutionError: 0), usual = try width(straight, dilutionError: 0.04),
            shown = try width(bent, dilutionError: 0.04)
        #expect(exact < 0.05)
        #expect((2...5).contains(usual / exact))
        #expect(shown > 1.5 * usual)
    }
}
