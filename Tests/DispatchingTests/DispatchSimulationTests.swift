@testable import Dispatching
import Alerts
import Rules
import TestSupport
import Testing

@Suite("The dispatcher, simulated over seeds")
struct DispatchSimulationTests {
    static let seeds = TestSupport.seeds(0..<40)

    @Test("loses nothing, repeats nothing, keeps order, cap and quiet hours, and never gives up on what is critical")
    func everyDelivery() {
        var failing: [String] = []
        for seed in Self.seeds {
            let scenario = DispatchScenario(seed: seed)
            var simulation = DispatchSimulation(seed: seed, scenario: scenario)
            simulation.run(until: DispatchScenario.end)
            simulation.checkEnd()
            if !simulation.violations.isEmpty { failing.append("seed \(seed): " + simulation.violations.prefix(4).joined(separator: "; ")) }
        }
        #expect(failing == [])
    }

    @Test("the simulation sees storms, failures and restarts")
    func range() {
        let simulations = Self.seeds.prefix(30).map { seed in
            var simulation = DispatchSimulation(seed: seed, scenario: DispatchScenario(seed: seed))
            simulation.run(until: DispatchScenario.end)
            return simulation
        }
        let entries = simulations.flatMap(\.outbox.entries.values)
        #expect(simulations.count == 1 || entries.contains { $0.attempt > 5 && $0.state == .delivered })
        #expect(simulations.count == 1 || entries.contains { $0.state == .failed })
        #expect(simulations.count == 1 || entries.contains(where: \.passedOn))
    }
}
