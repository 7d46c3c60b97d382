public import Assay

/// The share of its plateau that an amplified curve has risen by at its Cq, before plates of uneven plateaus are evened
/// out.
public let thresholdShare = quantificationRise

/// What is drawn of each reaction of a run that holds a curve, in plate order, with the calls of its analysis.
public func plateCurves(of run: Run, _ analysis: RunAnalysis) -> [WellCurves] {
    struct Key: Hashable {
        let position: WellPosition
        let target: String?
        let dye: String?
    }
    let results = Dictionary(
        analysis.wells.map { (Key(position: $0.position, target: $0.target, dye: $0.dye), $0.result) },
        uniquingKeysWith: { first, _ in first })
    return run.reactions.compactMap { reaction in
        guard reaction.amplification != nil || reaction.melt != nil else { return nil }
        let result =
            results[Key(position: reaction.position, target: reaction.target, dye: reaction.dye)]
            ?? CqResult(call: .invalid)
        return wellCurves(reaction, result)
    }
}

private func wellCurves(_ reaction: Reaction, _ result: CqResult) -> WellCurves {
    let corrected = reaction.amplification.map { curve in
        Baseline(curve, result)?.removed(from: curve) ?? curve.fluorescence.map { _ in .nan }
    }
    let slope = reaction.melt.flatMap { melt in
        MeltDerivative(
            MeltPoints(temperature: melt.temperature, fluorescence: melt.fluorescence, pointsMax: MeltCurve.pointsMax))
    }
    return WellCurves(
        position: reaction.position, target: reaction.target, dye: reaction.dye, amplification: reaction.amplification,
        corrected: corrected ?? [],
        melt: reaction.melt, meltPeaks: slope.map { MeltSlope(temperature: $0.temperature, slope: $0.slope) })
}
