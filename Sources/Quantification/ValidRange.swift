// Which standard levels carry the curve. A level at the cycle of the no-template controls measures contamination, not
// template, and a line drawn through it bends every copy number; the vendor's software draws it all the same.
import Foundation
import Assay

/// A level with the verdict on it.
struct JudgedLevel: Hashable {
    let level: StandardLevel
    /// Why it is left out, a sentence; nil where it is used.
    var reason: String?
    var used: Bool { reason == nil }
}

/// Screens levels one by one (detection, no-template controls, scatter), then drops those that break linearity.
/// - Parameter controlCq: earliest Cq of the no-template controls that count; nil where none amplified.
func judgedLevels(_ levels: [StandardLevel], controlCq: Double?, moleculesPerUnit: Double?, limits: QualityLimits)
    -> [JudgedLevel]
{
    var judged = levels.map { level in
        JudgedLevel(
            level: level,
            reason: detectionFault(level) ?? separationFault(level, controlCq: controlCq, limits: limits))
    }
    for index in judged.indices.reversed() where judged[index].used {
        let isLowest = !judged[(index + 1)...].contains(where: \.used)
        judged[index].reason = scatterFault(
            judged[index].level, isLowest: isLowest, moleculesPerUnit: moleculesPerUnit, limits: limits)
    }
    dropNonlinear(&judged, moleculesPerUnit: moleculesPerUnit, limits: limits)
    return judged
}

/// Fewer levels always lie nearly on a line: below this many none can be singled out.
let linearityLevelsMin = 3

/// Cycles between the mean of a level and the line.
func deviation(_ level: StandardLevel, from fit: CalibrationFit) -> Double {
    guard let mean = level.meanCq else { return .infinity }
    return mean - fit.cq(atLogQuantity: log10(level.quantity))
}

/// The back-calculation limit in cycles: 25 % are 0.32 cycles. Counted at perfect doubling, so that a line of
/// impossible steepness, on which half a cycle is little, does not excuse its own levels.
func deviationMax(_ limits: QualityLimits) -> Double {
    log(1 + max(0, limits.backCalculationMax)) * CalibrationFit.cyclesPerE
}

/// The line through the used levels.
func calibrationFit(_ levels: [JudgedLevel], moleculesPerUnit: Double?, limits: QualityLimits) -> CalibrationFit? {
    CalibrationFit(calibrationPoints(levels, moleculesPerUnit: moleculesPerUnit), dilutionError: limits.dilutionError)
}

private func calibrationPoints(_ levels: [JudgedLevel], moleculesPerUnit: Double?) -> [CalibrationPoint] {
    levels.filter(\.used).flatMap { judged in
        judged.level.cqs.map {
            CalibrationPoint(
                logQuantity: log10(judged.level.quantity), cq: $0,
                molecules: moleculesPerUnit.map { $0 * judged.level.quantity })
        }
    }
}

private func detectionFault(_ level: StandardLevel) -> String? {
    let name = "Level \(plain(level.quantity))"
    let counted = level.cqs.count + level.negatives + level.invalid
    if counted == 0 { return "\(name) is left out: all its wells are excluded." }
    if level.cqs.isEmpty { return "\(name) is left out: none of its wells amplified." }
    if level.negatives > 0 { return "\(name) is left out: \(level.negatives) of \(counted) wells did not amplify." }
    return nil
}

private func separationFault(_ level: StandardLevel, controlCq: Double?, limits: QualityLimits) -> String? {
    guard let controlCq, let mean = level.meanCq, controlCq - mean < limits.ntcSeparation else { return nil }
    let gap = controlCq - mean
    let apart = gap >= 0 ? "only \(plain(gap, digits: 1)) cycles before" : "\(plain(-gap, digits: 1)) cycles after"
    return
        "Level \(plain(level.quantity)) is left out: its mean Cq \(plain(mean, digits: 2)) lies \(apart) the earliest "
        + "no-template control "
        + "(\(plain(controlCq, digits: 2))); \(plain(limits.ntcSeparation, digits: 1)) are required."
}

private func scatterFault(_ level: StandardLevel, isLowest: Bool, moleculesPerUnit: Double?, limits: QualityLimits)
    -> String?
{
    let max = isLowest ? limits.backCalculationCVMaxAtLLOQ : limits.backCalculationCVMax
    guard let cv = level.quantityCV, cv > max,
        LevelExpectation(level, moleculesPerUnit: moleculesPerUnit).scatterExceedsChance
    else { return nil }
    return
        "Level \(plain(level.quantity)) is left out: its replicates scatter by \(plain(level.range, digits: 2)) cycles "
        + "(CV \(percent(cv)), at most \(percent(max)))."
}

/// Drops levels, one at a time, until none strains the line beyond the back-calculation limit. The one to go is that
/// without which the rest fits best, among those that lie off the line of the rest: least deviation plus the cycles a
/// decade by which the slope leaves its limits, because of two bent ends the one that asks for an impossible
/// amplification is the wrong one.
private func dropNonlinear(_ judged: inout [JudgedLevel], moleculesPerUnit: Double?, limits: QualityLimits) {
    while judged.count(where: \.used) > linearityLevelsMin,
        let fit = calibrationFit(judged, moleculesPerUnit: moleculesPerUnit, limits: limits),
        let worst = worstLevel(judged, fit: fit, moleculesPerUnit: moleculesPerUnit, limits: limits),
        worst.strain > deviationMax(limits)
    {
        let candidates = judged.indices.filter { judged[$0].used }.compactMap {
            index -> (index: Int, cost: Double, fit: CalibrationFit)? in
            var rest = judged
            rest[index].reason = ""
            guard let fit = calibrationFit(rest, moleculesPerUnit: moleculesPerUnit, limits: limits) else { return nil }
            // The weights are found anew for each fit, so the worst level may lie a hair within the limit of the rest's
            // own line: it goes all the same.
            guard
                index == worst.index
                    || strain(judged, index, fit: fit, moleculesPerUnit: moleculesPerUnit, limits: limits)
                        > deviationMax(limits)
            else { return nil }
            let outside = max(0, limits.slopeMin - fit.slope, fit.slope - limits.slopeMax)
            return (
                index,
                (worstLevel(rest, fit: fit, moleculesPerUnit: moleculesPerUnit, limits: limits)?.strain ?? 0) + outside,
                fit
            )
        }
        guard let best = candidates.min(by: { $0.cost < $1.cost }), let mean = judged[best.index].level.meanCq else {
            return
        }
        let away = deviation(judged[best.index].level, from: best.fit)
        judged[best.index].reason =
            "Level \(plain(judged[best.index].level.quantity)) is left out: its mean Cq \(plain(mean, digits: 2)) "
            + "lies \(plain(abs(away), digits: 2)) cycles "
            + "\(away > 0 ? "later" : "earlier") than the line through the other levels."
    }
}

/// Cycles that count against a level: how far it lies off `fit`, but no more than the back-calculation limit where it
/// lies no further off the line of the other used ones than pipetting and counting of its molecules explain.
private func strain(
    _ judged: [JudgedLevel], _ index: Int, fit: CalibrationFit, moleculesPerUnit: Double?, limits: QualityLimits
) -> Double {
    let away = abs(deviation(judged[index].level, from: fit)), allowed = deviationMax(limits)
    guard away > allowed else { return away }
    let others = judged.indices.filter { judged[$0].used && $0 != index }.map {
        LevelExpectation(judged[$0].level, moleculesPerUnit: moleculesPerUnit)
    }
    // Others that give no line excuse nothing.
    guard let line = ExpectedLine(others) else { return away }
    return LevelExpectation(judged[index].level, moleculesPerUnit: moleculesPerUnit).deviationExceedsChance(from: line)
        ? away : allowed
}

/// The used level under most strain; nil where none is used.
func worstLevel(_ judged: [JudgedLevel], fit: CalibrationFit, moleculesPerUnit: Double?, limits: QualityLimits) -> (
    index: Int, strain: Double
)? {
    judged.indices.filter { judged[$0].used }
        .map { (index: $0, strain: strain(judged, $0, fit: fit, moleculesPerUnit: moleculesPerUnit, limits: limits)) }
        .max { $0.strain < $1.strain }
}
