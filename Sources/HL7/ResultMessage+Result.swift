// The segments that tell of one sample and target.
internal import Assay
internal import Hospital
internal import Text

extension MessageWriter {
    func result(_ result: ReportedResult) -> [String] {
        let code = local(settings.code(of: result.target)), unit = local(settings.unit(result.quantity.unit))
        let status = observationStatus(result)
        let value = result.voided == nil ? Value(result.quantity) : Value(nil)
        let sampled = result.sampled.map { $0.iso.filter { $0 != "-" } } ?? ""
        let run = timestamp(written: result.run.started)
        let device = [result.run.serial ?? "", result.instrument ?? ""].map { hl7Safe($0) }.joined(separator: "^")
        let order = orderSegments(result, code: code, sampled: sampled, status: status)
        let observation = segment(
            "OBX",
            [
                1: "1", 2: value.type, 3: code, 4: "1", 5: value.text, 6: value.type.isEmpty ? "" : unit,
                8: value.flag, 11: status, 14: sampled, 18: device == "^" ? "" : device, 19: run,
            ])
        var out = order + [observation] + notes(remarks(result))
        if result.voided == nil, case .quantified(let estimate) = result.quantity.reading, let low = estimate.low,
            let high = estimate.high
        {
            let interval = components("CQW-CI95", "95 % interval of the copies", InterfaceSettings.localSystem)
            out.append(
                segment(
                    "OBX",
                    [
                        1: "2", 2: "SN", 3: interval, 4: "1", 5: "^\(plainNumber(low))^-^\(plainNumber(high))",
                        6: unit, 11: status, 14: sampled, 19: run,
                    ]))
        }
        let specimen = "\(hl7Safe(result.sample))&\(hl7Safe(settings.names.sendingApplication))"
        return out + [segment("SPM", [1: "1", 2: "^\(specimen)", 4: "BLD^Whole blood^HL70487", 17: sampled])]
    }

    private func orderSegments(_ result: ReportedResult, code: String, sampled: String, status: String) -> [String] {
        let placer = settings.placer(of: result.sample).map { hl7Safe($0) } ?? ""
        let filler = filler(result.order)
        return [
            segment("ORC", [1: "RE", 2: placer, 3: filler, 9: stamp]),
            segment("OBR", [1: "1", 2: placer, 3: filler, 4: code, 7: sampled, 22: stamp, 25: status]),
        ]
    }

    /// OBX-11 and OBR-25. Only what was final can be corrected: what is preliminary stays so when it changes.
    private func observationStatus(_ result: ReportedResult) -> String {
        if result.voided != nil || result.quantity.reading == nil { return "X" }
        guard status == .final else { return "P" }
        return result.correctsValue ? "C" : "F"
    }

    private func remarks(_ result: ReportedResult) -> [String] {
        var out = [result.voided].compactMap(\.self)
        if result.voided == nil {
            out += result.quantity.reasons
            if case .notQuantified = result.quantity.state { out.append("No value could be computed.") }
        }
        if !result.flags.isEmpty { out.append("Flags: \(result.flags.map(\.rawValue).joined(separator: ", ")).") }
        if let replaced = result.replaces { out.append("Replaces \(replaced.text(site: settings.site)).") }
        return out
    }

    func local(_ code: LocalCode) -> String { components(code.code, code.text, code.system) }
}

/// OBX-2, OBX-5 and OBX-8.
private struct Value {
    var type = ""
    var text = ""
    var flag = ""

    /// Empty where nothing counts.
    init(_ quantity: Quantity?) {
        switch quantity?.reading {
        case .quantified(let estimate): (type, text) = ("NM", plainNumber(estimate.value))
        case .belowLLOQ(let limit): (type, text, flag) = ("SN", "<^\(plainNumber(limit))", "<")
        case .aboveULOQ(let limit): (type, text, flag) = ("SN", ">^\(plainNumber(limit))", ">")
        case nil: break
        }
    }
}
