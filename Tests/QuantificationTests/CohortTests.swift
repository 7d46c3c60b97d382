import Assay
import Foundation
import Quantification
import RunFormats
import Simulation
import Testing

@Suite struct CohortTests {
    @Test(arguments: [0, 3, 9, 20])
    func `a simulated plate comes out near its truth, with the run passing its quality rules`(plate: Int) throws {
        let study = PaperStudy(seed: 1, lastVisit: try #require(CalendarDate(iso: "2026-11-20")))
        let run = try #require(try readRuns(study.plates[plate].container()).first)
        let analysis = analyse(run, settings: AssaySettings(), naming: SampleNaming())
        #expect(!analysis.quality.contains { $0.status == .fail })
        let curve = try #require(analysis.curve())
        #expect((-3.6...(-3.1)).contains(try #require(curve.slope)))
        let samples = analysis.samples.filter { $0.label != nil && $0.target == PlateBuilder.target }
        #expect(!samples.isEmpty)
        for sample in samples {
            let truth = try #require(
                study.samples.first { sample.label == SampleLabel(patient: $0.patient, sampling: .day($0.day)) }
            ).copies
            let lloq = try #require(sample.lloq)
            #expect(sample.valid, "\(sample.reasons)")
            if truth < lloq / 2 { #expect(sample.belowLLOQ) }
            if let copies = sample.copies {
                #expect(abs(log10(copies / truth)) < 0.1, "\(sample.name): \(copies), true \(truth)")
            }
        }
    }
}
