// Whether the declared quantities of the standards count copies at all: what the file says of their unit, and what no
// chemistry could give.
import Assay
import Foundation

/// RDML's word for copies; every other unit of its list (fold, dil, ng, nMol, other) counts something else.
private let copiesUnit = "cop"

/// A sentence where a standard's unit in the file contradicts the configuration, which knows copies only; nil where no
/// file unit does.
func declaredUnitFault(of group: TargetGroup) -> String? {
    let declared = group.reactions.filter { $0.reaction.sampleType == .standard && usableQuantity($0) != nil }
        .compactMap(\.reaction.standardUnit)
    let others = Set(declared.filter { AssaySettings.folded($0) != copiesUnit }).sorted()
    guard !others.isEmpty else { return nil }
    return
        "The file declares the standards of \(printable(group.name)) in "
        + "\(list(others.prefix(unitsShownMax).map(printable))), not in copies: "
        + "no copies can be read off them. Enter their copies, with the unit cop, and export again."
}

private let unitsShownMax = 4

/// A sentence where one molecule in a reaction would be seen at a cycle that no dye and no probe gives; nil where it
/// would not, or nobody can tell.
///
/// The line is drawn on to one molecule. Where there is none, or one of impossible slope, the lowest level that
/// amplified is, at perfect doubling.
func scaleFault(_ judged: [JudgedLevel], fit: CalibrationFit?, unit: QuantityUnit, limits: QualityLimits) -> String? {
    guard let molecules = unit.molecules,
        let cq = cqOfOneMolecule(judged, fit: fit, moleculesPerUnit: molecules, limits: limits)
    else { return nil }
    let range = limits.oneMoleculeCqMin...max(limits.oneMoleculeCqMin, limits.oneMoleculeCqMax)
    guard !range.contains(cq) else { return nil }
    let early = cq < range.lowerBound
    return
        "By the declared standards one molecule would be seen at cycle \(plain(cq, digits: 1)); a dye or probe sees "
        + "it between \(plain(range.lowerBound)) and \(plain(range.upperBound)). The standards look like "
        + (early ? "ng, nM or a dilution" : "counts of another unit, or diluted further than declared")
        + ", not \(unit.standards)."
}

private func cqOfOneMolecule(
    _ judged: [JudgedLevel], fit: CalibrationFit?, moleculesPerUnit: Double, limits: QualityLimits
) -> Double? {
    if let fit, (limits.slopeMin...max(limits.slopeMin, limits.slopeMax)).contains(fit.slope) {
        return fit.cq(atLogQuantity: -log10(moleculesPerUnit)).finite
    }
    return judged.last { $0.level.meanCq != nil }.flatMap { judged in
        judged.level.meanCq.map { $0 + log2(judged.level.quantity * moleculesPerUnit) }?.finite
    }
}
