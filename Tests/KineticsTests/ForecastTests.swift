import Foundation
import Testing

@testable import Kinetics

struct ForecastTests {
    private func series(_ pairs: [(Double, Double?)], lloq: Double = 50) -> [SeriesPoint] {
        pairs.map { SeriesPoint(day: $0.0, copies: $0.1, lloq: lloq) }
    }

    @Test("A clean fall crosses where its line does")
    func crossing() throws {
        // A tenth in 100 days, with a little noise.
        let found = try #require(
            forecast(of: series([(100, 1.01e5), (200, 0.99e4), (300, 1.0e3)]), level: 100, ahead: 90))
        #expect(found.falls)
        #expect(abs(try #require(found.crossing) - 400) < 2)
        let (earliest, latest) = (try #require(found.crossingEarliest), try #require(found.crossingLatest))
        #expect(earliest < 400 && latest > 400)
        #expect(abs(log10(found.projected) - 2.1) < 0.03)
    }

    @Test("Noise as large as the fall is no fall")
    func noise() throws {
        #expect(try !#require(forecast(of: series([(100, 1e4), (200, 2e4), (300, 8e3)]), level: 850, ahead: 90)).falls)
        #expect(forecast(of: series([(100, 1e4), (200, 2e4)]), level: 850, ahead: 90) == nil)
    }

    @Test("A value below the limit pulls the line down more than leaving it out")
    func censored() throws {
        let quantified: [(Double, Double?)] = [(100, 1.1e4), (200, 4.8e3), (300, 2.9e3)]
        let without = try #require(forecast(of: series(quantified), level: 850, ahead: 90))
        let with = try #require(forecast(of: series(quantified + [(390, nil)]), level: 850, ahead: 90))
        #expect(with.slope < without.slope && with.belowLLOQ == 1)
    }
}
