import HospitalFixtures
import Hospital
import TestSupport
import Testing

@testable import FHIR

@Suite("Validators of FHIR that know nothing of cqwatch")
struct ValidatorTests {
    @Test(
        "accept a bundle of every state, preliminary and final",
        .enabled(if: HospitalValidators.present, "\(HospitalValidators.absence)"),
        arguments: [ResultStatus.preliminary, .final])
    func accept(status: ResultStatus) throws {
        let found = try HospitalValidators.validate(
            "fhir", messages: everyState().map { try fhirBundle($0, settings(), status: status) })
        #expect(found.status == 0, "\(found.said)")
    }
}
