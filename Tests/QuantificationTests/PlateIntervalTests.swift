// The trial of the rules gives its values intervals as wide as plates give them.
import Assay
import Foundation
import Quantification
import Rules
import RunFormats
import Simulation
import TestSupport
import Testing

@Suite struct PlateIntervalTests {
    private struct Given {
        let copies: Double
        /// Half the interval, log10.
        let half: Double

        init?(_ sample: SampleAnalysis) {
            guard let copies = sample.copies, let low = sample.low, let high = sample.high else { return nil }
            (self.copies, half) = (copies, log10(high / low) / 2)
        }
    }

    /// Median over the plates of the plate's interval as a multiple of the trial's.
    private func ratio(_ given: [Given]) throws -> Double {
        let ratios = given.map { $0.half / PlateInterval().halfWidthLog10(copies: $0.copies) }.sorted()
        try #require(ratios.count >= 5)
        return ratios[ratios.count / 2]
    }

    @Test func `On plates of counted molecules the intervals of the trial are as wide as the plates', at each level`()
        throws
    {
        for error in [0, 0.05] {
            let runs = seeds(1...40).map { CountedPlatesTests.Plate(dilutionError: error).analysed(seed: $0) }
            for copies in [84, 270, 850, 1e4, 1e5] {
                let found = try ratio(runs.compactMap { $0.sample("\(copies)").flatMap(Given.init) })
                #expect((0.5...1.2).contains(found), "\(copies) copies, steps of \(error): \(found)")
            }
        }
    }

    @Test func `On the simulated cohort's plates likewise`() throws {
        let study = PaperStudy(seed: 1, lastVisit: try #require(CalendarDate(iso: "2026-11-20")))
        let given = try study.plates.flatMap { try readRuns($0.container()) }.flatMap { run in
            analyse(run, settings: AssaySettings(), naming: SampleNaming()).samples
        }.filter { $0.label != nil && $0.target == PlateBuilder.target }.compactMap(Given.init)
        #expect((0.5...1.2).contains(try ratio(given)))
        // The sample at the relapse level is what R5a is tried on.
        let low = try #require(given.min { $0.copies < $1.copies })
        #expect(low.copies < 200)
        #expect((0.5...1.2).contains(low.half / PlateInterval().halfWidthLog10(copies: low.copies)))
    }
}
