// The simulator's containers go through the same door as the instrument's.
import Assay
import Foundation
import RunFormats
import Simulation
import Testing

@Suite struct SimulatedContainerTests {
    @Test func `A simulated plate reads without a complaint and tells what was put on it`() throws {
        let date = try #require(CalendarDate(year: 2026, month: 5, day: 14))
        let first = try #require(PaperStudy(seed: 1, lastVisit: date).plates.first)
        let run = try onlyRun(first.container())
        #expect(run.format == .lc96)
        #expect(run.incomplete == nil)
        #expect(run.findings.allSatisfy { $0.status == .pass }, "\(run.findings)")
        #expect(run.reactions.filter { $0.sampleType == .standard }.allSatisfy { $0.standardQuantity != nil })
        #expect(run.reactions.contains { $0.sampleType == .standard })
        #expect(run.reactions.allSatisfy { $0.amplification != nil })
        #expect(run.identity.serial != nil && run.identity.started != nil)
    }
}
