public import Assay

/// The share of its plateau that an amplified curve has risen by at its Cq, before plates of uneven plateaus are evened
/// out.
public let thresholdShare = quantificationRise

/// What is drawn of each well that holds a curve, in the order of `wells`.
public func plateCurves(_ wells: [WellAnalysis], _ curves: PackedCurves?) -> [WellCurves] {
    guard let reactions = curves?.reactions, reactions.count == wells.count else { return [] }
    return zip(wells, reactions).compactMap { well, reaction in
        reaction.amplification == nil && reaction.melt == nil ? nil : wellCurves(well, reaction)
    }
}

private func wellCurves(_ well: WellAnalysis, _ reaction: PackedCurves.Reaction) -> WellCurves {
    let corrected = reaction.amplification.map { curve in
        Baseline(curve, well.result)?.removed(from: curve) ?? curve.fluorescence.map { _ in .nan }
    }
    let slope = reaction.melt.flatMap { melt in
        MeltDerivative(
            MeltPoints(temperature: melt.temperature, fluorescence: melt.fluorescence, pointsMax: MeltCurve.pointsMax))
    }
    return WellCurves(
        position: well.position, target: well.target, dye: well.dye, amplification: reaction.amplification,
        corrected: corrected ?? [], melt: reaction.melt,
        meltPeaks: slope.map { MeltSlope(temperature: $0.temperature, slope: $0.slope) })
}
