import Assay
import Fixtures
import Testing

@testable import Rules

struct R10OtherUnitTests {
    @Test("Values in another unit are compared with nothing, and the laboratory is told of them once a unit")
    func other() throws {
        let values =
            [60, 150, 240].map { measured($0, 2e4) } + [
                measured(330, 2000, unit: "copies/ug gDNA"), measured(420, 50, unit: "copies/ug gDNA"),
            ]
        let findings = judge(patientOne, values, context: context(today: "2026-01-20"))
        #expect(findings.map(\.rule) == ["R10"])
        let finding = try #require(findings.first)
        #expect(
            finding.text.contains("2 values") && finding.text.contains("copies/ug gDNA") && finding.patient == "P01"
                && finding.isForLaboratory)
    }

    @Test("Other spellings of the unit are the unit; withheld values are told of elsewhere")
    func same() {
        let values = [
            measured(60, 2e4, unit: "copies/µl gDNA"),
            measured(67, 2e4, unit: "copies/ug gDNA", withheld: "The run failed."),
        ]
        #expect(judge(patientOne, values, context: context(today: "2026-01-20")).isEmpty)
    }
}
