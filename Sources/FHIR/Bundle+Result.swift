// The Observation of one sample and target, and the DiagnosticReport that holds all of the run's patient.
internal import Assay
internal import Hospital
internal import Text

extension ResourceWriter {
    func observation(_ result: ReportedResult, _ subject: Node) -> Node {
        let code = settings.code(of: result.target)
        let placer = settings.placer(of: result.sample).map { reference("ServiceRequest", system("placer"), $0) }
        let device = result.run.serial.map { reference("Device", system("instrument"), $0) }
        let notes = remarks(result).map { text -> Node in ["text": .text(fhirSafe(text))] }
        var out: [String: Node] = ["resourceType": "Observation", "subject": subject, "meta": meta]
        out["identifier"] = [identifier(system("result"), result.order)]
        out["basedOn"] = .list([placer].compactMap(\.self))
        out["status"] = .text(state(result))
        out["category"] = [category(laboratory)]
        out["code"] = concept(coding(codeSystem(code), code.code, code.text), fhirSafe(code.text))
        out["effectiveDateTime"] = .optional(result.sampled?.iso)
        out["issued"] = instant(event.time)
        out["specimen"] = reference("Specimen", system("sample"), result.sample)
        out["device"] = device ?? .nothing
        out["note"] = .list(notes)
        switch (result.voided, result.quantity.reading) {
        case (let reason?, _): out["dataAbsentReason"] = absence("error", reason)
        case (nil, let reading?):
            out["valueQuantity"] = quantity(reading, result.quantity.unit)
            out["component"] = .list(interval(reading, result.quantity.unit))
        case (nil, nil):
            let reasons = result.quantity.reasons.joined(separator: " ")
            out["dataAbsentReason"] = absence(
                "error", reasons.isEmpty ? "No value could be computed." : reasons)
        }
        return .fields(out)
    }

    func report(_ result: ReportedResult, _ subject: Node) -> Node {
        let isVoid = result.reportOrders.isEmpty
        let state = isVoid ? "entered-in-error" : result.voided == nil ? state(result) : status.rawValue
        let results = result.reportOrders.map { reference("Observation", system("result"), $0) }
        var out: [String: Node] = ["resourceType": "DiagnosticReport", "subject": subject, "meta": meta]
        out["identifier"] = [identifier(system("report"), result.report)]
        out["status"] = .text(state)
        out["category"] = [category(coding("http://terminology.hl7.org/CodeSystem/v2-0074", "LAB"))]
        out["code"] = concept(coding(system("codes"), "run"), "qPCR run")
        out["effectiveDateTime"] = .optional(result.sampled?.iso)
        out["issued"] = instant(event.time)
        out["result"] = .list(results)
        return .fields(out)
    }

    /// Only what was final can be corrected.
    private func state(_ result: ReportedResult) -> String {
        if result.voided != nil { return "entered-in-error" }
        guard status == .final else { return "preliminary" }
        return result.correctsValue ? "corrected" : "final"
    }

    private var laboratory: Node {
        coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")
    }

    private func category(_ coded: Node) -> Node { ["coding": [coded]] }

    private func codeSystem(_ code: LocalCode) -> String {
        switch code.system {
        case InterfaceSettings.localSystem: system("codes")
        case "LN": "http://loinc.org"
        case "SCT": "http://snomed.info/sct"
        default: code.system.contains(":") ? code.system : system("codes:\(code.system)")
        }
    }

    private func quantity(_ reading: Quantity.Reading, _ unit: String) -> Node {
        let comparator: String? =
            switch reading {
            case .quantified: nil
            case .belowLLOQ: "<"
            case .aboveULOQ: ">"
            }
        return amount(reading.level, unit, comparator)
    }

    private func amount(_ value: Double, _ unit: String, _ comparator: String? = nil) -> Node {
        let code = settings.unit(unit)
        return [
            "value": .number(rounded(value)), "comparator": .optional(comparator), "unit": .text(code.text),
            "system": "http://unitsofmeasure.org", "code": .text(code.code),
        ]
    }

    private func interval(_ reading: Quantity.Reading, _ unit: String) -> [Node] {
        guard case .quantified(let estimate) = reading, let low = estimate.low, let high = estimate.high else {
            return []
        }
        return [("ci95-low", "95 % interval, lower bound", low), ("ci95-high", "95 % interval, upper bound", high)]
            .map { name, text, bound -> Node in
                ["code": concept(coding(system("codes"), name, text), text), "valueQuantity": amount(bound, unit)]
            }
    }

    private func remarks(_ result: ReportedResult) -> [String] {
        var out: [String] = []
        if !result.flags.isEmpty { out.append("Flags: \(result.flags.map(\.rawValue).joined(separator: ", ")).") }
        if let replaced = result.replaces { out.append("Replaces \(replaced.text(site: settings.site)).") }
        return out
    }
}
