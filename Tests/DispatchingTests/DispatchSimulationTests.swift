import Alerts
@testable import Dispatching
import TestSupport
import Testing

@Suite("The dispatcher, simulated over seeds")
struct DispatchSimulationTests {
    static let seeds = TestSupport.seeds(0..<40)
    /// Parts of the seeds that run beside one another.
    static let parts = 6

    private static func simulated(_ seed: UInt64) -> DispatchSimulation {
        var simulation = DispatchSimulation(seed: seed, scenario: DispatchScenario(seed: seed))
        simulation.run(until: DispatchScenario.end)
        simulation.checkEnd()
        return simulation
    }

    @Test(
        "loses nothing, repeats nothing, keeps order, cap and quiet hours, and never gives up on what is critical",
        arguments: 0..<parts)
    func everyDelivery(part: Int) {
        var failing: [String] = []
        for (place, seed) in Self.seeds.enumerated() where place % Self.parts == part {
            let violations = Self.simulated(seed).violations
            if !violations.isEmpty { failing.append("seed \(seed): " + violations.prefix(4).joined(separator: "; ")) }
        }
        #expect(failing == [])
    }

    @Test(
        "the simulation sees failures that last, what is given up, and who is asked instead",
        .enabled(if: seeds.count > 1, "one seed sees less"))
    func range() {
        let entries = Self.seeds.prefix(10).flatMap { Self.simulated($0).outbox.entries.values }
        #expect(entries.contains { $0.attempt > 5 && $0.state == .delivered })
        #expect(entries.contains { $0.state == .failed })
        #expect(entries.contains { $0.passedOn })
    }
}
