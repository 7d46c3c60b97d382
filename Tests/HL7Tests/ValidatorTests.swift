import Foundation
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

    @Test(
        "accept the examples of the conformance statement",
        .enabled(if: HospitalValidators.present, "\(HospitalValidators.absence)"))
    func examples() throws {
        let statement = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/interface.md")
        let block = try #require(
            try String(contentsOf: statement, encoding: .utf8).components(separatedBy: "```\n").first {
                $0.hasPrefix("MSH|")
            })
        let messages = block.components(separatedBy: "\n\n").map {
            Data(($0.trimmingCharacters(in: .newlines) + "\n").replacing("\n", with: "\r").utf8)
        }
        #expect(messages.count == 3)
        let found = try HospitalValidators.validate("hl7", messages: messages)
        #expect(found.status == 0, "\(found.said)")
    }
}
