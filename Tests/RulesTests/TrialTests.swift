import Assay
import Testing

@testable import Rules

struct TrialTests {
    private func results(_ patients: Int, seed: UInt64 = 1, sd: Double = 0.15) -> [String: TrialResult] {
        var settings = TrialSettings()
        (settings.patients, settings.seed, settings.sdLog10) = (patients, seed, sd)
        return Dictionary(uniqueKeysWithValues: simulateTrial(settings).map { ("\($0.group.rawValue) \($0.rule)", $0) })
    }

    @Test("Plateau patients are left in peace and relapses are seen weeks ahead")
    func goals() throws {
        let found = results(120)
        #expect(try #require(found["plateau R4+R5+R5a"]).rate <= 0.005)
        let relapse = try #require(found["relapse R4+R5a"])
        #expect(relapse.rate >= 0.9)
        #expect(try #require(relapse.medianLeadDays) >= 45)
    }

    @Test(
        "Late rises are heard within two visits, and remission of five years is left in peace", arguments: [0.15, 0.25])
    func lateRise(sd: Double) throws {
        let found = results(120, seed: 3, sd: sd)
        #expect(try #require(found["remission R8"]).rate <= (sd < 0.2 ? 0.005 : 0.02))
        for group in ["reappearance", "lateRise", "climb"] {
            #expect(try #require(found["\(group) R8"]).rate >= (sd < 0.2 ? 0.95 : 0.9), "\(group)")
        }
    }

    @Test("The same seed gives the same trial, another seed another one")
    func deterministic() {
        #expect(results(10) == results(10))
        #expect(results(10) != results(10, seed: 2))
    }

    @Test("No patients give no rate and no lead; absurd numbers of them are bounded")
    func bounds() throws {
        let none = try #require(results(0)["relapse R4"])
        #expect(none.rate == 0 && none.medianLeadDays == nil)
        #expect(try #require(results(-5)["relapse R4"]).patients == 0)
    }
}
