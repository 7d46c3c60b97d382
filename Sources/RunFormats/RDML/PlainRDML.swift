// RDML of other vendors, versions 1.0 to 1.4: the document alone tells everything, and `<cq>` is what the vendor's
// software says.
internal import Assay
internal import Digests
internal import Foundation
internal import Text

/// The runs of a document. `bytes` is the whole file: its digest identifies runs that carry no start time.
func plainRuns(of document: RDMLDocument, from bytes: Data, findings inherited: Findings) -> [Run] {
    var digest: String?
    return document.runs.map { run in
        var findings = inherited
        let placed = withoutCurves(
            assembleReactions(of: run, findings: &findings) { plainReaction($0, in: document, findings: &$1) })
        let cycles = cycleCount(of: placed)
        let reactions = finishPlate(placed, cycles: cycles, findings: &findings).map {
            withTrustedCq($0, cycles: cycles > 0 ? cycles : document.programmedCycles)
        }
        let undetermined = reactions.filter { $0.flags.contains(.undeterminedCq) }.map(\.position.label)
        if !undetermined.isEmpty {
            findings.add(
                "instrument_cq", .pass,
                "The instrument's Cq of these wells means \"undetermined\": \(listed(undetermined)).")
        }
        let started = instrumentTime(run.date)
        let named = document.runs.filter { $0.id == run.id }.count > 1 ? "\(run.experiment)/\(run.id)" : run.id
        if started == nil, digest == nil { digest = Digest.hex(.sha256, bytes) }
        let id = started == nil || named.isEmpty ? "rdml:\(digest ?? "")/\(named)" : named
        return Run(
            format: .rdml, identity: RunIdentity(id: RunID(id), serial: document.serial, started: started),
            instrument: run.instrument,
            software: [run.softwareName, run.softwareVersion].compactMap(\.self).joined(separator: " ").nonEmpty,
            saved: instrumentTime(document.dateUpdated ?? document.dateMade), cycles: cycles, reactions: reactions,
            findings: findings.list)
    }
}

private func plainReaction(_ placed: PlacedMeasurement, in document: RDMLDocument, findings: inout Findings) -> Reaction
{
    let sampleID = placed.react.sample ?? ""
    let sample = document.samples[sampleID]
    let targetID = placed.measurement.target
    let written =
        sample?.types.first { $0.target == targetID && targetID != nil } ?? sample?.types.first { $0.target == nil }
        ?? sample?.types.first
    var flags: [Flag] = placed.measurement.saysNoCq ? [.undeterminedCq] : []
    let type = sampleType(rdml: written?.type ?? "", unusedIsNTP: false)
    if type == nil {
        findings.add(
            "sample_types", .warn,
            "Sample \(quoted(sampleID)) has the unknown type \(quoted(written?.type ?? "")); it is taken as an "
                + "unknown sample."
        )
    }
    let declared =
        sample?.quantities.first { $0.target == targetID && targetID != nil } ?? sample?.quantities.first {
            $0.target == nil
        } ?? sample?.quantities.first
    var quantity: Double?
    if type == .standard {
        quantity = declared?.value.flatMap { $0 > 0 ? $0 : nil }
        if quantity == nil { flags.append(.standardWithoutQuantity) }
    }
    return Reaction(
        position: placed.position, sampleName: sampleID, sampleID: sampleID, sampleType: type ?? .unknown,
        target: targetID?.nonEmpty,
        dye: targetID.flatMap { document.targets[$0]?.dye }, standardQuantity: quantity,
        standardUnit: quantity == nil ? nil : declared?.unit, instrumentCq: placed.measurement.cq,
        instrumentQuantity: type == .standard ? nil : placed.measurement.quantity.flatMap { $0 > 0 ? $0 : nil },
        flags: flags)
}

/// A run without any curve is a table of results, in which a well without a Cq has none, or a melt and no amplification
/// at all.
private func withoutCurves(_ reactions: [Reaction]) -> [Reaction] {
    let lostCurve: [Flag] = [.missingCycles, .nonFinite]
    guard reactions.allSatisfy({ $0.amplification == nil && $0.flags.allSatisfy { !lostCurve.contains($0) } }) else {
        return reactions
    }
    let isMelt = reactions.contains { $0.melt != nil } && reactions.allSatisfy { $0.instrumentCq == nil }
    let isTable = reactions.contains { $0.instrumentCq != nil || $0.flags.contains(.undeterminedCq) }
    return reactions.map { reaction in
        var reaction = reaction
        if isMelt {
            reaction.flags.removeAll { $0 == .undeterminedCq }
            reaction.flags.insertOnce(.meltOnly)
        } else if isTable, reaction.instrumentCq == nil {
            reaction.flags.insertOnce(.undeterminedCq)
        }
        return reaction
    }
}

/// Vendors write "undetermined" as −1, 0, NaN or the number of cycles (StepOne's 40.0, LinRegPCR's 50.0): no crossing
/// lies there.
private func withTrustedCq(_ reaction: Reaction, cycles: Int) -> Reaction {
    var reaction = reaction
    if reaction.amplification == nil, reaction.instrumentCq != nil { reaction.flags.insertOnce(.instrumentCqOnly) }
    guard let cq = reaction.instrumentCq else { return reaction }
    if cq <= 0 || (cycles > 0 && cq >= Double(cycles)) {
        reaction.instrumentCq = nil
        reaction.flags.insertOnce(.undeterminedCq)
    }
    if reaction.excluded { reaction.instrumentCq = nil }
    return reaction
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
