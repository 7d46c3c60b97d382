import HospitalFixtures
import Alerts
import Assay
import Foundation
import Hospital
import Testing

@testable import FHIR

private func bundle(_ event: HospitalEvent, _ status: ResultStatus = .preliminary) throws -> [[String: Any]] {
    let data = try fhirBundle(event, settings(), status: status)
    #expect(!data.contains(0x0A))
    let bundle = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(bundle["type"] as? String == "transaction")
    return try #require(bundle["entry"] as? [[String: Any]])
}

private func resource(_ entry: [String: Any]?) throws -> [String: Any] {
    try #require(entry?["resource"] as? [String: Any])
}

@Suite("Bundles")
struct BundleTests {
    @Test("a value is an Observation with its interval, in a report of the run's patient, each put by our identifier")
    func value() throws {
        let entries = try bundle(result())
        let observation = try resource(entries.first), report = try resource(entries.last)
        #expect(entries.map { ($0["request"] as? [String: String])?["method"] } == ["PUT", "PUT"])
        #expect(
            (entries[0]["request"] as? [String: String])?["url"]
                == "Observation?identifier=urn:cqwatch:result|0123456789ab.P01_D7.BCMA-CAR-T")
        #expect(observation["status"] as? String == "preliminary")
        let value = try #require(observation["valueQuantity"] as? [String: Any])
        #expect(value["value"] as? Double == 567_500)
        #expect(value["code"] as? String == "{copies}/uL")
        #expect((observation["component"] as? [Any])?.count == 2)
        #expect(observation["effectiveDateTime"] as? String == "2024-07-15")
        #expect(observation["issued"] as? String == "2026-11-28T16:13:40.000Z")
        #expect((report["result"] as? [Any])?.count == 1)
    }

    @Test("what lies below a limit carries its comparator and no interval")
    func below() throws {
        let observation = try resource(try bundle(result(.belowLLOQ(10))).first)
        #expect((observation["valueQuantity"] as? [String: Any])?["comparator"] as? String == "<")
        #expect(observation["component"] == nil)
    }

    @Test(
        "a status follows the site's word; a value and a reason for its absence are never both there",
        arguments: [
            ResultStatus.preliminary, .final,
        ])
    func status(site: ResultStatus) throws {
        func observation(_ event: HospitalEvent) throws -> [String: Any] { try resource(try bundle(event, site).first) }
        let corrected = try observation(result(replaces: 7, corrects: true))
        #expect(corrected["status"] as? String == (site == .final ? "corrected" : "preliminary"))
        let withheld = try observation(result(withheld: ["Inhibited."]))
        #expect(withheld["valueQuantity"] == nil)
        #expect((withheld["dataAbsentReason"] as? [String: Any])?["text"] as? String == "Inhibited.")
        let void = try observation(result(voided: "Taken back."))
        #expect(void["status"] as? String == "entered-in-error")
        #expect(void["valueQuantity"] == nil && void["dataAbsentReason"] != nil)
    }

    @Test(
        "an alert is a Flag that stands while the alert stands",
        arguments: [
            (AlertEventKind.raised, AlertState.open, "active"), (.closed, .closed, "inactive"),
            (.corrected, .corrected, "entered-in-error"),
        ])
    func flag(event: AlertEventKind, state: AlertState, status: String) throws {
        let flag = try resource(try bundle(alert(event, state)).first)
        #expect(flag["status"] as? String == status)
        #expect(((flag["period"] as? [String: Any])?["end"] != nil) == (status != "active"))
    }

    @Test("the same event gives the same bytes")
    func same() throws {
        #expect(
            try fhirBundle(result(), settings(), status: .final) == fhirBundle(result(), settings(), status: .final))
    }

    @Test(
        "numbers keep four digits",
        arguments: [(567_544.04, 567_500.0), (0.000123456, 0.0001235), (0, 0), (77.4247, 77.42)])
    func numbers(value: Double, kept: Double) { #expect(abs(rounded(value) - kept) <= kept * 1e-12) }
}

@Suite("A FHIR server's answer")
struct OutcomeTests {
    @Test("an OperationOutcome is said in plain words")
    func words() {
        let outcome =
            #"{"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid","diagnostics":"no such code","expression":["Observation.code"]}]}"#
        #expect(
            verdict(onStatus: 422, Data(outcome.utf8))
                == .refused("the server answers HTTP 422: error: no such code at Observation.code"))
    }

    @Test(
        "what the same bytes may heal is tried again, what they cannot is set aside",
        arguments: [
            (200, "accepted"), (201, "accepted"), (400, "refused"), (422, "refused"), (401, "again"), (403, "again"),
            (404, "again"), (409, "again"), (412, "again"), (429, "again"), (500, "again"), (503, "again"),
            (302, "again"),
        ])
    func statuses(status: Int, kind: String) {
        let found =
            switch verdict(onStatus: status, Data("<html>".utf8)) {
            case .accepted: "accepted"
            case .again: "again"
            case .refused: "refused"
            }
        #expect(found == kind)
    }
}
