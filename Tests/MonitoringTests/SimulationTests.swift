import Assay
import Files
@testable import Monitoring
import TestSupport
import Testing

@Suite("The monitor, simulated over seeds")
struct SimulationTests {
    static let seeds = TestSupport.seeds(0..<300)
    /// Parts of the seeds that run beside one another.
    static let parts = 6

    @Test(
        "journals every complete run, nothing incomplete, and no stamp twice, and settles before each read",
        arguments: 0..<parts)
    func everyRunOnce(part: Int) {
        var failing: [String] = []
        for (place, seed) in Self.seeds.enumerated() where place % Self.parts == part {
            let scenario = Scenario(seed: seed, runs: 12)
            var simulation = Simulation(seed: seed, scenario: scenario)
            simulation.run(until: Scenario.quietAfter + .seconds(1200))
            var faults = simulation.violations
            let missing = scenario.expected.subtracting(simulation.journaled.keys)
            if !missing.isEmpty { faults.append("never journaled: \(missing.sorted())") }
            for (stamp, times) in simulation.commits where times > 1 { faults.append("\(times) times: \(stamp)") }
            for path in scenario.unreadable where simulation.recorded[path] != 1 {
                faults.append("\(path.text) recorded as unreadable \(simulation.recorded[path] ?? 0) times")
            }
            if simulation.monitor.pending > 0 {
                faults.append("still pending: \(simulation.monitor.files.keys.map(\.text))")
            }
            if !faults.isEmpty { failing.append("seed \(seed): " + faults.prefix(4).joined(separator: "; ")) }
        }
        #expect(failing == [])
    }
}
