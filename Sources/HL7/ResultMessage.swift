// An event as an ORU^R01 of HL7 2.5.1, as IHE's Laboratory Technical Framework asks of LAB-3 (transaction of the
// LTW profile). Pure: event and settings in, bytes out, so that a repeated message is byte for byte the same.
public import Foundation
public import Hospital
internal import Alerts
internal import Assay
internal import Text

/// The message, each segment ended by CR, UTF-8.
/// - Throws: where a table of the configuration does not know the patient.
public func hl7Message(_ event: HospitalEvent, _ settings: InterfaceSettings, status: ResultStatus)
    throws(Unsendable) -> Data
{
    let writer = MessageWriter(event: event, settings: settings, status: status)
    let segments =
        switch event.content {
        case .result(let result): try writer.head(processing: "P") + writer.result(result)
        case .alert(let alert): try writer.head(processing: "P") + writer.alert(alert)
        case .test(let text): writer.test(text)
        }
    return Data((segments.joined(separator: "\r") + "\r").utf8)
}

struct MessageWriter {
    /// Characters of OBX-5 of the type ST.
    static let stringMax = 199
    static let application = "CQWATCH"

    let event: HospitalEvent
    let settings: InterfaceSettings
    let status: ResultStatus

    var stamp: String { timestamp(event.time) }
    /// A filler number is the laboratory's own.
    func filler(_ number: String) -> String { components(number, settings.names.sendingApplication) }

    func header(processing: String) -> String {
        let names = settings.names
        return "MSH|^~\\&|"
            + [
                hl7Safe(names.sendingApplication), hl7Safe(names.sendingFacility), hl7Safe(names.receivingApplication),
                hl7Safe(names.receivingFacility), stamp, "", "ORU^R01^ORU_R01",
                event.number.text(site: settings.site), processing, "2.5.1", "", "", "AL", "NE", "", "UNICODE UTF-8",
                "",
                "", "LAB-3^IHE",
            ].joined(separator: "|")
    }

    func head(processing: String) throws(Unsendable) -> [String] {
        guard let identifier = settings.identifier(of: event.patient) else {
            throw Unsendable(
                "interface.identifiers.patients has no number for patient \(event.patient): add it, then retry")
        }
        let number = components(identifier, "", "", settings.identifiers.authority, settings.identifiers.type)
        // A pseudonym (HL70200): the code that the laboratory knows the patient by.
        let name = components(event.patient, "", "", "", "", "", "S")
        return [
            header(processing: processing), segment("PID", [1: "1", 3: number, 5: name]), segment("PV1", [2: "U"]),
        ]
    }

    /// NTE after an observation, numbered from 1.
    func notes(_ texts: [String]) -> [String] {
        texts.enumerated().map { segment("NTE", [1: String($0 + 1), 2: "L", 3: hl7Safe($1)]) }
    }

    /// A line is tried: marked as a test (MSH-11 T) and with a patient that no system knows.
    func test(_ text: String) -> [String] {
        let code = components("CQW-TEST", "Test of the interface", InterfaceSettings.localSystem)
        let filler = filler(event.number.text(site: settings.site))
        return [
            header(processing: "T"),
            segment(
                "PID",
                [
                    1: "1", 3: components("TEST", "", "", settings.identifiers.authority, "PI"),
                    5: components("TEST", "", "", "", "", "", "S"),
                ]),
            segment("PV1", [2: "U"]), segment("ORC", [1: "RE", 3: filler, 9: stamp]),
            segment("OBR", [1: "1", 3: filler, 4: code, 22: stamp, 25: "P"]),
            segment(
                "OBX", [1: "1", 2: "ST", 3: code, 4: "1", 5: hl7Safe(text, max: Self.stringMax), 11: "P", 19: stamp]),
        ]
    }
}
