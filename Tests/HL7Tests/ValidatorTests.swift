import HospitalFixtures
import Hospital
import TestSupport
import Testing

@testable import HL7

@Suite("Validators of HL7 that know nothing of cqwatch")
struct ValidatorTests {
    @Test(
        "accept a message of every state, preliminary and final",
        .enabled(if: HospitalValidators.present, "\(HospitalValidators.absence)"),
        arguments: [ResultStatus.preliminary, .final])
    func accept(status: ResultStatus) throws {
        let found = try HospitalValidators.validate(
            "hl7", messages: everyState().map { try hl7Message($0, settings(), status: status) })
        #expect(found.status == 0, "\(found.said)")
    }
}
