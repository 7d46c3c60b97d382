// An event as a transaction Bundle of FHIR R4. Each entry is a conditional update by an identifier of ours, so the same
// bundle twice changes nothing. The patient is a logical reference: cqwatch knows numbers only and creates no Patient.
public import Foundation
public import Hospital
internal import Alerts
internal import Assay
internal import Text

/// One line of JSON.
/// - Throws: where a table of the configuration does not know the patient.
public func fhirBundle(_ event: HospitalEvent, _ settings: InterfaceSettings, status: ResultStatus)
    throws(Unsendable) -> Data
{
    let writer = ResourceWriter(event: event, settings: settings, status: status)
    let resources: [Node]
    switch event.content {
    case .result(let result):
        let subject = try writer.subject()
        resources = [writer.observation(result, subject), writer.report(result, subject)]
    case .alert(let alert): resources = [writer.flag(alert, try writer.subject())]
    case .test(let text): resources = [writer.test(text)]
    }
    let bundle: Node = ["resourceType": "Bundle", "type": "transaction", "entry": .list(resources.map(writer.put))]
    do { return try bundle.json() } catch { throw Unsendable("the bundle cannot be written: \(error)") }
}

struct ResourceWriter {
    let event: HospitalEvent
    let settings: InterfaceSettings
    let status: ResultStatus

    func system(_ kind: String) -> String { "\(settings.identifiers.namespace):\(kind)" }

    /// Record and site, which name the bundle.
    var meta: Node {
        ["tag": [coding(system("message"), event.number.text(site: settings.site))]]
    }

    func subject() throws(Unsendable) -> Node {
        guard let identifier = settings.identifier(of: event.patient) else {
            throw Unsendable(
                "interface.identifiers.patients has no number for patient \(event.patient): add it, then retry")
        }
        return reference("Patient", settings.identifiers.system, identifier)
    }

    func reference(_ type: String, _ system: String, _ value: String) -> Node {
        ["type": .text(type), "identifier": identifier(system, fhirSafe(value))]
    }

    /// Conditional update: `PUT Observation?identifier=system|value`.
    func put(_ resource: Node) -> Node {
        guard case .text(let type) = resource["resourceType"], case .list(let identifiers) = resource["identifier"],
            case .text(let system)? = identifiers.first?["system"],
            case .text(let value)? = identifiers.first?["value"]
        else { return .nothing }
        return [
            "resource": resource,
            "request": ["method": "PUT", "url": .text("\(type)?identifier=\(quoted(system))|\(quoted(value))")],
        ]
    }

    /// What a query may hold as it is (RFC 3986), but for the sign that parts the two.
    private func quoted(_ text: String) -> String {
        let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }

    /// A line is tried: an Observation without a patient, entered in error from the start.
    func test(_ text: String) -> Node {
        [
            "resourceType": "Observation",
            "identifier": [identifier(system("test"), event.number.text(site: settings.site))],
            "status": "entered-in-error", "code": concept(coding(system("codes"), "test"), fhirSafe(text)),
            "issued": instant(event.time), "meta": meta,
            "dataAbsentReason": absence("not-applicable", fhirSafe(text)),
        ]
    }

    func absence(_ code: String, _ text: String) -> Node {
        concept(coding("http://terminology.hl7.org/CodeSystem/data-absent-reason", code), fhirSafe(text))
    }
}
