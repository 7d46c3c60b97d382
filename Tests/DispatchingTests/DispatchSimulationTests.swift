import Alerts
@testable import Dispatching
import TestSupport
import Testing

@Suite("The dispatcher, simulated over seeds")
struct DispatchSimulationTests {
    static let seeds = TestSupport.seeds(0..<40)
    private static let simulations = seeds.map { seed in
        var simulation = DispatchSimulation(seed: seed, scenario: DispatchScenario(seed: seed))
        simulation.run(until: DispatchScenario.end)
        simulation.checkEnd()
        return (seed, simulation)
    }

    @Test("loses nothing, repeats nothing, keeps order, cap and quiet hours, and never gives up on what is critical")
    func everyDelivery() {
        let failing = Self.simulations.filter { !$0.1.violations.isEmpty }
        #expect(failing.map { "seed \($0): " + $1.violations.prefix(4).joined(separator: "; ") } == [])
    }

    @Test(
        "the simulation sees failures that last, what is given up, and who is asked instead",
        .enabled(if: seeds.count > 1, "one seed sees less"))
    func range() {
        let entries = Self.simulations.flatMap(\.1.outbox.entries.values)
        #expect(entries.contains { $0.attempt > 5 && $0.state == .delivered })
        #expect(entries.contains { $0.state == .failed })
        #expect(entries.contains { $0.passedOn })
    }
}
