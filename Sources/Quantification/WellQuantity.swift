// The quantity of each single reaction. A sample's value is made in SampleJoin.swift from the Cq of its replicates, not
// from these.
import Foundation
import Assay

extension PlateTarget {
    /// The wells of this target as they are reported, in plate order.
    func wells() -> [WellAnalysis] { group.reactions.map(well) }

    private func well(_ called: CalledReaction) -> WellAnalysis {
        let reaction = called.reaction
        var well = WellAnalysis(
            position: reaction.position, sample: reaction.sampleName, type: reaction.sampleType,
            target: group.unnamed ? nil : group.name,
            dye: reaction.dye, excluded: reaction.excluded, result: called.result,
            instrumentCq: reaction.excluded ? nil : reaction.instrumentCq.flatMap(plausibleCq),
            instrumentCall: reaction.instrumentCall,
            instrumentQuantity: reaction.excluded ? nil : finite(reaction.instrumentQuantity),
            declaredQuantity: finite(reaction.standardQuantity), tm: called.meltPeaks.map(\.tm),
            tmShare: called.meltPeaks.map(\.areaShare))
        well.instrumentEndPoint = finite(reaction.instrumentEndPoint)
        well.instrumentSlope = finite(reaction.instrumentSlope)
        var called = called
        if reaction.sampleType != .unused {
            if group.role == nil, !group.unknownDye { called.insert(.unknownTarget) }
            if group.unknownDye { called.insert(.unknownDye) }
            if reaction.sampleType == .standard, usableQuantity(called) == nil {
                called.insert(.standardWithoutQuantity)
            }
            if reaction.sampleType == .ntc, called.countedCq != nil { called.insert(.ntcPositive) }
            if let cq = called.countedCq { quantify(&well, called: &called, cq: cq) }
        }
        well.flags = called.flags
        well.live = called.live
        return well
    }

    private func quantify(_ well: inout WellAnalysis, called: inout CalledReaction, cq: Double) {
        guard let calibration, let fit = calibration.fit, calibration.range != nil else {
            if group.role != .reference { called.insert(.noStandardCurve) }
            return
        }
        let isStandard = well.type == .standard
        guard isStandard || unit.fault == nil, case let factor = isStandard ? 1 : unit.factor,
            let prediction = fit.inversePrediction(
                cqs: [cq], moleculesPerUnit: unit.molecules, standardErrors: [called.cqSE],
                systematicVariance: called.systematicVariance),
            let estimate = prediction.estimate(times: factor)
        else { return }
        if let limits = isStandard ? calibration.range : range, !isUsedStandard(called),
            !contains(limits, estimate.value)
        {
            called.insert(.outsideRange)
            called.insert(estimate.value < limits.lowerBound ? .belowLLOQ : .aboveULOQ)
            return
        }
        guard isStandard || range != nil else { return }
        well.quantify(estimate, unit: isStandard ? unit.standards : unit.sample)
    }

    /// A standard of a used level is back-calculated even where its own scatter puts it beyond the outermost level.
    func isUsedStandard(_ called: CalledReaction?) -> Bool {
        guard let called, called.reaction.sampleType == .standard, let quantity = usableQuantity(called) else {
            return false
        }
        return calibration?.levels.contains { $0.used && abs($0.level.quantity - quantity) <= 1e-6 * quantity } ?? false
    }
}

private func finite(_ number: Double?) -> Double? { number.flatMap { $0.isFinite ? $0 : nil } }
